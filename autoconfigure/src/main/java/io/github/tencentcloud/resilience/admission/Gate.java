package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Stands before the network, and lets each attempt of a call pass at once, later, or not
 * at all. All beans of this type are asked, one after another, before the circuit breaker
 * is. Implementations are thread-safe and never block.
 *
 * <p>
 * All times are nanoseconds that go by as those of {@link System#nanoTime()} do, by a
 * clock of this library's own, which is virtual in tests.
 */
public interface Gate {

	/** Lets everything pass. */
	Gate OPEN = (call, attempt, now, deadline) -> null;

	/**
	 * Ask to pass with an attempt. The caller waits no longer than until the deadline. If
	 * it does not want to pass any more, because its own caller has gone, it says so with
	 * {@code toCompletableFuture().cancel(false)}; a turn that comes after that is the
	 * next one's. So each attempt needs a stage of its own: where many wait for the same,
	 * each gets a {@link java.util.concurrent.CompletableFuture#copy() copy}.
	 * @param call the call
	 * @param attempt the number of the attempt, 1 for the first
	 * @param now the present time
	 * @param deadline when the call has to be over
	 * @return {@code null} to pass at once, which should cost nothing. Else a stage that
	 * completes when the wait is over, with whatever value, and preferably on a thread
	 * that nobody waits for: the attempt goes on there. A {@link GateRefusal} instead
	 * means that the attempt is not to be made.
	 */
	@Nullable CompletionStage<?> pass(TencentCloudCall call, int attempt, long now, long deadline);

	/**
	 * The server has answered an attempt that had passed. Of a body that goes on after
	 * its answer has been handed on, as that of a stream, this is told when it begins,
	 * and once more if it ends with the news that the attempt was throttled. Not told of
	 * attempts that say nothing about the server's limits, because no answer came or the
	 * service is ill.
	 * @param call the call
	 * @param throttled whether the answer was that there are too many calls: its code has
	 * the policy {@code throttled}
	 * @param sent when the attempt was sent
	 * @param now the present time
	 */
	default void answered(TencentCloudCall call, boolean throttled, long sent, long now) {
	}

}
