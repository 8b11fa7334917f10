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

	private volatile Instant instant;

	private final VirtualTime time = new VirtualTime();

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

	/** Time goes by. Alarms come on the thread that lets it. */
	public void advance(Duration duration) {
		synchronized (this) {
			this.instant = this.instant.plus(duration);
		}
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
				return TestClock.this.instant;
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

	/** As {@link System#nanoTime}: how much time has gone by. */
	public long nanoTime() {
		return this.time.nanos();
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
