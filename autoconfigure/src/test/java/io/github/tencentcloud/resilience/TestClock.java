package io.github.tencentcloud.resilience;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A clock that a test moves, and the time that goes by with it.
 */
public final class TestClock extends Clock {

	/** Of the published vectors. */
	public static final Instant START = Instant.ofEpochSecond(1551113065);

	private volatile Instant instant;

	private volatile long nanoTime;

	private final Map<Due, Runnable> alarms = new ConcurrentSkipListMap<>();

	private long alarmsSet;

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
			this.nanoTime += duration.toNanos();
			this.instant = this.instant.plus(duration);
		}
		for (Iterator<Map.Entry<Due, Runnable>> due = this.alarms.entrySet().iterator(); due.hasNext();) {
			Map.Entry<Due, Runnable> next = due.next();
			if (next.getKey().nanos() > this.nanoTime) {
				return;
			}
			due.remove();
			next.getValue().run();
		}
	}

	/** The time that goes by, with its alarms. No bean of that type, as this may be. */
	public Time time() {
		return new Time() {

			@Override
			public long nanos() {
				return TestClock.this.nanoTime;
			}

			@Override
			public Instant instant() {
				return TestClock.this.instant;
			}

			@Override
			public Alarm alarm(long delayNanos, Runnable task) {
				return TestClock.this.alarm(delayNanos, task);
			}

		};
	}

	private synchronized Time.Alarm alarm(long delayNanos, Runnable task) {
		Due due = new Due(this.nanoTime + delayNanos, this.alarmsSet++);
		this.alarms.put(due, task);
		return () -> this.alarms.remove(due);
	}

	/** How many alarms are set. */
	public int alarms() {
		return this.alarms.size();
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

	private record Due(long nanos, long number) implements Comparable<Due> {

		@Override
		public int compareTo(Due other) {
			return (this.nanos != other.nanos) ? Long.compare(this.nanos, other.nanos)
					: Long.compare(this.number, other.number);
		}

	}

}
