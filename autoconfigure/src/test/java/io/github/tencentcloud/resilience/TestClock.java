package io.github.tencentcloud.resilience;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that a test moves.
 */
public final class TestClock extends Clock {

	/** Of the published vectors. */
	public static final Instant START = Instant.ofEpochSecond(1551113065);

	private volatile Instant instant;

	private volatile long nanoTime;

	public TestClock() {
		this(START);
	}

	public TestClock(Instant instant) {
		this.instant = instant;
	}

	/** Somebody sets the clock; no time goes by. */
	public synchronized void set(Instant instant) {
		this.instant = instant;
	}

	/** Time goes by. */
	public synchronized void advance(Duration duration) {
		this.nanoTime += duration.toNanos();
		this.instant = this.instant.plus(duration);
	}

	/** As {@link System#nanoTime}: how much time has gone by. */
	public long nanoTime() {
		return this.nanoTime;
	}

	@Override
	public Instant instant() {
		return this.instant;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException();
	}

}
