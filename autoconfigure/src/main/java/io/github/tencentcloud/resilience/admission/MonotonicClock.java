package io.github.tencentcloud.resilience.admission;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that nobody sets: it began right, and goes on by how much time goes by. For
 * those who measure a time, and want a {@link Clock} for it.
 */
final class MonotonicClock extends Clock {

	private final LongSupplier nanoTime;

	private final Instant start;

	private final long startNanos;

	/**
	 * Start a clock.
	 * @param clock tells what time it is now
	 * @param nanoTime tells how much time goes by, as {@link System#nanoTime}
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
