package io.github.tencentcloud.resilience;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that a test moves, and the time that goes by with it.
 */
public final class TestClock extends Clock {

	/** Of the published vectors. */
	public static final Instant START = Instant.ofEpochSecond(1551113065);

	private final VirtualTime time = new VirtualTime();

	/** What the clock says, less the time that has gone by. */
	private volatile Instant origin;

	public TestClock() {
		this(START);
	}

	public TestClock(Instant instant) {
		this.origin = origin(instant);
	}

	private Instant origin(Instant instant) {
		return instant.minusNanos(this.time.nanos());
	}

	/** Somebody sets the clock; no time goes by. */
	public void set(Instant instant) {
		this.origin = origin(instant);
	}

	/** Time goes by. Alarms come on the thread that lets it. */
	public void advance(Duration duration) {
		this.time.advance(duration);
	}

	/** The time that goes by, with its alarms. No bean of that type, as this may be. */
	public Time time() {
		return new Time() {

			@Override
			public long nanos() {
				return TestClock.this.time.nanos();
			}

			@Override
			public Instant instant() {
				return TestClock.this.instant();
			}

			@Override
			public Alarm alarm(long delayNanos, Runnable task) {
				return TestClock.this.time.alarm(delayNanos, task);
			}

		};
	}

	/** How many alarms are set. */
	public int alarms() {
		return this.time.alarms();
	}

	@Override
	public Instant instant() {
		return this.origin.plusNanos(this.time.nanos());
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
