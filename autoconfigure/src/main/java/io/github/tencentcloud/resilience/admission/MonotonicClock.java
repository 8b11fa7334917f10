package io.github.tencentcloud.resilience.admission;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that starts at the current time and then only advances with elapsed time, so it
 * is unaffected when the system clock is set. For code that measures durations with a
 * {@link Clock}.
 */
final class MonotonicClock extends Clock {

	private final LongSupplier nanoTime;

	private final Instant start;

	private final long startNanos;

	/**
	 * Start a clock.
	 * @param clock provides the current time
	 * @param nanoTime measures elapsed time, like {@link System#nanoTime}
	 */
	MonotonicClock(InstantSource clock, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.start = clock.instant();
		this.startNanos = nanoTime.getAsLong();
	}

	@Override
	public Instant instant() {
		return this.start.plusNanos(this.nanoTime.getAsLong() - this.startNanos);
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException("It only tells instants");
	}

}
