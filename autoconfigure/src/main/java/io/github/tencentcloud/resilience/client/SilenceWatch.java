package io.github.tencentcloud.resilience.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/**
 * Fails a body whose sender has been silent for too long. Only silence while the reader
 * waits counts: a slow reader is no fault of the sender's.
 */
final class SilenceWatch {

	/** How often to look, in parts of the limit. */
	private static final int RESOLUTION = 8;

	private final long limit;

	private long wanted;

	private long since;

	private volatile boolean alarmed;

	private SilenceWatch(Duration limit) {
		this.limit = limit.toNanos();
	}

	static <T> Flux<T> over(Flux<T> body, Duration limit, Supplier<? extends Throwable> error) {
		return Flux.defer(() -> {
			SilenceWatch watch = new SilenceWatch(limit);
			Mono<Long> alarm = Flux.interval(limit.dividedBy(RESOLUTION)).filter((tick) -> watch.isSilent()).next();
			// An alarm that is an error itself would not cancel the body.
			return body.doOnRequest(watch::requested)
				.doOnNext((item) -> watch.received())
				.takeUntilOther(alarm)
				.concatWith(Mono.defer(() -> watch.alarmed ? Mono.error(error.get()) : Mono.empty()));
		});
	}

	private synchronized void requested(long n) {
		if (this.wanted == 0) {
			this.since = now();
		}
		this.wanted = Operators.addCap(this.wanted, n);
	}

	private synchronized void received() {
		if (this.wanted != Long.MAX_VALUE) {
			this.wanted--;
		}
		this.since = now();
	}

	private synchronized boolean isSilent() {
		this.alarmed = this.wanted > 0 && now() - this.since >= this.limit;
		return this.alarmed;
	}

	private static long now() {
		return Schedulers.parallel().now(TimeUnit.NANOSECONDS);
	}

}
