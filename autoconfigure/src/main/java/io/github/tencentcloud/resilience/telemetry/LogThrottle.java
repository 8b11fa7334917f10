package io.github.tencentcloud.resilience.telemetry;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one line in each interval through of those that would say the same, and counts the
 * others.
 */
final class LogThrottle {

	private final AtomicLong due;

	private final AtomicLong suppressed = new AtomicLong();

	/**
	 * Create the throttle.
	 * @param due when the first line may come
	 */
	LogThrottle(long due) {
		this.due = new AtomicLong(due);
	}

	/**
	 * Ask for a line.
	 * @param now what time it is
	 * @param interval the least time until the line after this one; zero for a line each
	 * time
	 * @return how many lines have been suppressed since the last one, or -1 if this one
	 * is to be suppressed
	 */
	long take(long now, long interval) {
		if (interval == 0) {
			return 0;
		}
		long due = this.due.get();
		if (now - due < 0 || !this.due.compareAndSet(due, now + interval)) {
			this.suppressed.incrementAndGet();
			return -1;
		}
		return this.suppressed.getAndSet(0);
	}

}
