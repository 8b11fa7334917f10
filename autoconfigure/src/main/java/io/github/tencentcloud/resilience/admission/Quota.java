package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Hands out turns at a limited rate.
 */
interface Quota {

	/** Take a turn at once, if that is possible without asking a remote store. */
	boolean tryNow();

	/**
	 * Reserve the next free turn.
	 * @param maxWait the longest acceptable wait, in nanoseconds
	 * @param waits is told the wait in nanoseconds, at most once, as soon as a later turn
	 * has been reserved
	 * @return {@code true} when the turn has come, or {@code false} as soon as it is
	 * clear that none will come in time
	 */
	CompletableFuture<Boolean> reserve(long maxWait, LongConsumer waits);

	/**
	 * Where turns currently come from.
	 * @return a number that changes whenever the source does
	 */
	default int source() {
		return 0;
	}

}
