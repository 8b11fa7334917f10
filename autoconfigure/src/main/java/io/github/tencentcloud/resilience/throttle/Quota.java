package io.github.tencentcloud.resilience.throttle;

import java.util.concurrent.CompletableFuture;

/**
 * Hands out turns at no more than a rate.
 */
interface Quota {

	/** Take a turn at once, if that is possible without asking anybody. */
	boolean tryNow();

	/**
	 * Reserve the next turn that is free.
	 * @param maxWait how long it may be until then, in nanoseconds
	 * @param waits is run at most once, as soon as it is clear that the turn is reserved
	 * and comes later
	 * @return {@code true} when the turn has come, or {@code false} as soon as it is
	 * clear that none comes in time
	 */
	CompletableFuture<Boolean> reserve(long maxWait, Runnable waits);

}
