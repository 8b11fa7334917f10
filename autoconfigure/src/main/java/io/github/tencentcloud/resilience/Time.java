package io.github.tencentcloud.resilience;

import java.time.Instant;

/**
 * What time it is, and a way to be called when some of it has gone by. The loop of a call
 * the rooms below it and the doors wait and measure by the same one, so that a test can
 * let it be virtual. Implementations are thread-safe.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public interface Time {

	/**
	 * How much time has gone by, whatever somebody does to the clock.
	 * @return nanoseconds since some fixed but arbitrary moment
	 */
	long nanos();

	/**
	 * What the clock says, which somebody may set at any time.
	 * @return the point in time
	 */
	Instant instant();

	/**
	 * Call a task later, once, unless the alarm is cancelled before.
	 * @param delayNanos how much later, in nanoseconds; at once if that is not positive,
	 * but never on the thread that asks
	 * @param task what to do, on a thread that others wait for too: it is short, and does
	 * not block
	 * @return what cancels it
	 */
	Alarm alarm(long delayNanos, Runnable task);

	/**
	 * A task that is called later.
	 */
	@FunctionalInterface
	interface Alarm {

		/**
		 * Do not call the task any more. To cancel twice, or when the task has run or is
		 * running, does no harm; a task that is running goes on to its end.
		 */
		void cancel();

	}

}
