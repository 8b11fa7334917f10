package io.github.tencentcloud.resilience.demo;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * Makes calls all the time, at a steady rate, each on a thread that waits for its end.
 * There is no retry, no breaker and no check of an envelope here: the starter has put its
 * guard into the clients.
 */
@Component
class Trickle implements SmartLifecycle {

	private static final int CONCURRENCY = 100;

	private static final Logger logger = LoggerFactory.getLogger(Trickle.class);

	private final int callsPerSecond;

	private final CallMix mix;

	private volatile @Nullable Disposable running;

	Trickle(DemoProperties properties, CallMix mix) {
		this.callsPerSecond = properties.callsPerSecond();
		this.mix = mix;
	}

	@Override
	public void start() {
		if (this.callsPerSecond > 0) {
			Scheduler callers = Schedulers.newBoundedElastic(CONCURRENCY, CONCURRENCY, "caller");
			Disposable calls = Flux.interval(Duration.ofSeconds(1).dividedBy(this.callsPerSecond))
				.onBackpressureDrop()
				.map(this.mix::get)
				.flatMap((call) -> Mono.fromRunnable(() -> make(call)).subscribeOn(callers), CONCURRENCY)
				.subscribe();
			this.running = Disposables.composite(calls, callers);
		}
	}

	private void make(Call call) {
		try {
			call.execution().run();
		}
		catch (RuntimeException ex) {
			// The others are in the log already, each in a line.
			if (isRunning() && TencentCloudFailure.of(ex).isEmpty()) {
				logger.error("{}.{} went wrong", call.product(), call.action(), ex);
			}
		}
	}

	@Override
	public void stop() {
		Disposable running = this.running;
		if (running != null) {
			running.dispose();
		}
	}

	@Override
	public boolean isRunning() {
		Disposable running = this.running;
		return running != null && !running.isDisposed();
	}

}
