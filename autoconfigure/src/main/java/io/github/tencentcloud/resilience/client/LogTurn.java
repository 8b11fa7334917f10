package io.github.tencentcloud.resilience.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * When the next line is due of those that would say the same, and how many have been left
 * out since the last one.
 */
final class LogTurn {

	private final AtomicLong due;

	private final AtomicLong suppressed = new AtomicLong();

	/**
	 * Create a turn.
	 * @param due when the first line is due
	 */
	LogTurn(long due) {
		this.due = new AtomicLong(due);
	}

	/**
	 * Ask for a line.
	 * @param now what time it is
	 * @param interval the least time until the line after this one; zero for a line each
	 * time
	 * @return how many have been suppressed before this line, or -1 if it is one of them
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
