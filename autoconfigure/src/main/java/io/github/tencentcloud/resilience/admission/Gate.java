package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Stands before the network, and lets each attempt of a call pass at once, later, or not
 * at all. All beans of this type are asked, one after another, before the circuit
 * breaker. Implementations are thread-safe and never block.
 *
 * <p>
 * All times are in nanoseconds, comparable like those of {@link System#nanoTime()}, by
 * this library's own clock, which is virtual in tests.
 */
public interface Gate {

	/** Lets everything pass. */
	Gate OPEN = (call, attempt, now, deadline) -> null;

	/**
	 * Ask to pass with an attempt. The attempt waits until the deadline at most. If it no
	 * longer wants to pass, because its caller has gone, it calls
	 * {@code toCompletableFuture().cancel(false)}; a turn that comes after that belongs
	 * to the next attempt. So each attempt needs a stage of its own: where many wait for
	 * the same thing, each gets a {@link java.util.concurrent.CompletableFuture#copy()
	 * copy}.
	 * @param call the call
	 * @param attempt the number of the attempt, 1 for the first
	 * @param now the current time
	 * @param deadline when the call has to be over
	 * @return {@code null} to pass at once, which should cost nothing, else a stage that
	 * completes, with any value, when the wait is over, preferably on a thread that
	 * nobody else waits for, since the attempt continues there. Fail it with a
	 * {@link GateRefusal} if the attempt must not be made.
	 */
	@Nullable CompletionStage<?> pass(TencentCloudCall call, int attempt, long now, long deadline);

	/**
	 * The server has answered an attempt that had passed. If a body continues after its
	 * answer has been handed on, as with a stream, this is called when it begins, and
	 * once more if it turns out in the end that the attempt was throttled. Not called for
	 * attempts that say nothing about the server's limits, because no answer came or the
	 * service is unhealthy.
	 * @param call the call
	 * @param throttled whether the server said that there are too many calls: the code
	 * has the policy {@code throttled}
	 * @param sent when the attempt was sent
	 * @param now the current time
	 */
	default void answered(TencentCloudCall call, boolean throttled, long sent, long now) {
	}

}
