package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Hands out turns at no more than a rate.
 */
interface Quota {

	/** Take a turn at once, if that is possible without asking anybody. */
	boolean tryNow();

	/**
	 * Reserve the next turn that is free.
	 * @param maxWait how long it may be until then, in nanoseconds
	 * @param waits is told at most once, as soon as it is clear that the turn is reserved
	 * and comes later, in how many nanoseconds it does
	 * @return {@code true} when the turn has come, or {@code false} as soon as it is
	 * clear that none comes in time
	 */
	CompletableFuture<Boolean> reserve(long maxWait, LongConsumer waits);

	/**
	 * Where turns come from at present.
	 * @return another number whenever that has changed
	 */
	default int source() {
		return 0;
	}

}
