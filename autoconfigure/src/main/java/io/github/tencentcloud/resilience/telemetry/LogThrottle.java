package io.github.tencentcloud.resilience.telemetry;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one of several similar log lines through per interval, and counts the others.
 */
final class LogThrottle {

	private final AtomicLong due;

	private final AtomicLong suppressed = new AtomicLong();

	/**
	 * Create the throttle.
	 * @param due when the first line is allowed
	 */
	LogThrottle(long due) {
		this.due = new AtomicLong(due);
	}

	/**
	 * Ask for a line.
	 * @param now the current time
	 * @param interval the minimum time until the next line; zero allows each line
	 * @return how many lines have been suppressed since the last one, or -1 to suppress
	 * this one
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
