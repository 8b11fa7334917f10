package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import io.github.tencentcloud.resilience.Time;

/**
 * Fails a body whose sender has been silent for too long. Only silence while the reader
 * waits counts: a slow reader is not the sender's fault.
 */
final class IdleTimeout {

	/** How often to check, as a fraction of the limit. */
	private static final int RESOLUTION = 8;

	private final Time time;

	private final long limit;

	private long wanted;

	private long since;

	private final long deadline;

	private volatile @Nullable Supplier<? extends Throwable> alarm;

	private IdleTimeout(Time time, Duration limit, long deadline) {
		this.time = time;
		this.limit = limit.toNanos();
		this.deadline = deadline;
	}

	/**
	 * Watch a body.
	 * @param body the body
	 * @param time the time that the call runs by
	 * @param limit the longest silence
	 * @param silent creates the error for a silence
	 * @param deadline when the body has to end, in nanoseconds of that time, or
	 * {@link Long#MAX_VALUE}
	 * @param late creates the error for a body that has not ended by then
	 * @return the body
	 */
	static <T> Flux<T> apply(Flux<T> body, Time time, Duration limit, Supplier<? extends Throwable> silent,
			long deadline, Supplier<? extends Throwable> late) {
		return Flux.defer(() -> {
			IdleTimeout watch = new IdleTimeout(time, limit, deadline);
			Mono<Void> alarm = Mono.defer(() -> Waits.alarm(time, watch.nextLook()))
				.repeat(() -> !watch.isAlarmed(silent, late))
				.then(Waits.elsewhere());
			// An alarm that signals an error itself would not cancel the body.
			return Handover.around(body.doOnRequest(watch::requested).doOnNext((item) -> watch.received()),
					(items) -> items.takeUntilOther(alarm).concatWith(Mono.defer(watch::error)));
		});
	}

	/** The deadline is not waited for longer than it is away. */
	private long nextLook() {
		long next = this.limit / RESOLUTION;
		long left = (this.deadline != Long.MAX_VALUE) ? this.deadline - this.time.nanos() : next;
		return (left > 0) ? Math.min(left, next) : next;
	}

	private <T> Mono<T> error() {
		Supplier<? extends Throwable> alarm = this.alarm;
		return (alarm != null) ? Mono.error(alarm.get()) : Mono.empty();
	}

	private synchronized void requested(long n) {
		if (this.wanted == 0) {
			this.since = this.time.nanos();
		}
		this.wanted = Operators.addCap(this.wanted, n);
	}

	private synchronized void received() {
		if (this.wanted != Long.MAX_VALUE) {
			this.wanted--;
		}
		this.since = this.time.nanos();
	}

	private synchronized boolean isAlarmed(Supplier<? extends Throwable> silent, Supplier<? extends Throwable> late) {
		long now = this.time.nanos();
		if (this.wanted > 0 && now - this.since >= this.limit) {
			this.alarm = silent;
		}
		else if (this.wanted > 0 && this.deadline != Long.MAX_VALUE && now - this.deadline >= 0) {
			this.alarm = late;
		}
		return this.alarm != null;
	}

}
