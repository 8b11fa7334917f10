package io.github.tencentcloud.resilience;

import java.time.Instant;

/**
 * The clock, and a way to be called after some time. The loop of a call, the rooms below
 * it and the doors all wait and measure by the same one, so that tests can make it
 * virtual. Implementations are thread-safe.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public interface Time {

	/**
	 * How much time has passed, unaffected by changes of the system clock.
	 * @return nanoseconds since some fixed but arbitrary moment
	 */
	long nanos();

	/**
	 * What the system clock says, which may be changed at any time.
	 * @return the point in time
	 */
	Instant instant();

	/**
	 * Run a task later, once, unless the alarm is cancelled first.
	 * @param delayNanos how much later, in nanoseconds; at once if that is not positive,
	 * but never on the calling thread
	 * @param task the task, which runs on a shared thread: it has to be short, and must
	 * not block
	 * @return cancels the task
	 */
	Alarm alarm(long delayNanos, Runnable task);

	/**
	 * A task that runs later.
	 */
	@FunctionalInterface
	interface Alarm {

		/**
		 * Do not run the task any more. Cancelling twice, or when the task has run or is
		 * running, is harmless; a running task continues to its end.
		 */
		void cancel();

	}

}
