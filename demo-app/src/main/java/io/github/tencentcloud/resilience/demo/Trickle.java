package io.github.tencentcloud.resilience.demo;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes calls all the time, at a steady rate, and logs each one.
 */
@Component
class Trickle implements SmartLifecycle {

	private static final int CONCURRENCY = 100;

	private static final Logger logger = LoggerFactory.getLogger(Trickle.class);

	private final int callsPerSecond;

	private final CallMix mix;

	private final CallReporter reporter;

	private volatile @Nullable Disposable running;

	Trickle(DemoProperties properties, CallMix mix, CallReporter reporter) {
		this.callsPerSecond = properties.callsPerSecond();
		this.mix = mix;
		this.reporter = reporter;
	}

	@Override
	public void start() {
		if (this.callsPerSecond > 0) {
			this.running = Flux.interval(Duration.ofSeconds(1).dividedBy(this.callsPerSecond))
				.onBackpressureDrop()
				.map(this.mix::get)
				.flatMap(this.reporter::report, CONCURRENCY)
				.subscribe(Trickle::log);
		}
	}

	private static void log(CallReport report) {
		if (report.isSuccess()) {
			logger.info("{}", report);
		}
		else {
			logger.warn("{}", report);
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
