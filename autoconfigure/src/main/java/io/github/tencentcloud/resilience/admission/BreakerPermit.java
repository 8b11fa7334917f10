package io.github.tencentcloud.resilience.admission;

import java.util.function.Supplier;

import io.github.tencentcloud.resilience.Decision;

/**
 * A breaker's permission for one attempt, which has to be given back whatever happens.
 * Throttling does not mean that the endpoint is unhealthy, so {@code retry} is not
 * counted; but the half-open state has to end at some point, and there any answer shows
 * that the endpoint is back.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class BreakerPermit {

	private final GuardedBreaker breaker;

	/**
	 * Hold a permission that has been granted.
	 * @param breaker the breaker that granted it, and gets it back
	 */
	public BreakerPermit(GuardedBreaker breaker) {
		this.breaker = breaker;
	}

	/**
	 * The attempt succeeded.
	 * @param nanos how long it took
	 */
	public void succeeded(long nanos) {
		this.breaker.onSuccess(nanos);
	}

	/**
	 * The attempt failed.
	 * @param decision the decision for its code
	 * @param error makes the error, for listeners of the breaker; its stack trace is what
	 * costs most of a failed call, so it is made only where they hear of it
	 * @param nanos how long it took
	 */
	public void failed(Decision decision, Supplier<Throwable> error, long nanos) {
		if (decision == Decision.CIRCUIT_BREAK) {
			this.breaker.onError(error.get(), nanos);
		}
		else if (decision == Decision.FAIL || this.breaker.isHalfOpen()) {
			succeeded(nanos);
		}
		else {
			release();
		}
	}

	/**
	 * The attempt says nothing about the endpoint.
	 */
	public void release() {
		this.breaker.release();
	}

}
