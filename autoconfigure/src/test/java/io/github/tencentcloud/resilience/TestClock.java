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

	public TestClock() {
		this(START);
	}

	public TestClock(Instant instant) {
		this.instant = instant;
	}

	public synchronized void set(Instant instant) {
		this.instant = instant;
	}

	public synchronized void advance(Duration duration) {
		this.instant = this.instant.plus(duration);
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
