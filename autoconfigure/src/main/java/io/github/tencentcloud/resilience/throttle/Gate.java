package io.github.tencentcloud.resilience.throttle;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.policy.TencentCloudCall;

/**
 * Stands before the network, and lets each attempt of a call pass at once, later, or not
 * at all. All beans of this type are asked, one after another, before the circuit breaker
 * is. Implementations are thread-safe and never block.
 *
 * <p>
 * All times are nanoseconds of the clock that Reactor's timers run by, which is virtual
 * in tests.
 */
public interface Gate {

	/** Lets everything pass. */
	Gate OPEN = (call, attempt, now, deadline) -> null;

	/**
	 * Ask to pass with an attempt. The caller subscribes at once, cancels when its own
	 * caller has gone, and waits no longer than until the deadline.
	 * @param call the call
	 * @param attempt the number of the attempt, 1 for the first
	 * @param now the present time
	 * @param deadline when the call has to be over
	 * @return {@code null} to pass at once, which should cost nothing. Else a wait that
	 * is empty when it is over; a {@link GateRefusal} instead means that the attempt is
	 * not to be made.
	 */
	@Nullable Mono<Void> pass(TencentCloudCall call, int attempt, long now, long deadline);

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

	/**
	 * Put several gates behind one another. One that throws lets pass: a call must not
	 * fail because of this library.
	 * @param gates the gates in order
	 * @param time the time that all {@code now} are of
	 * @return all of them as one
	 */
	static Gate of(List<Gate> gates, Time time) {
		return gates.isEmpty() ? OPEN : new Gates(gates, time);
	}

}
