package io.github.tencentcloud.resilience.client;

import io.github.tencentcloud.resilience.Decision;

/**
 * The permission for one attempt, which has to be given back whatever happens. Throttling
 * is not ill health, so a wish to retry is not counted; but half-open has to be left some
 * time, and there any answer shows that the endpoint is back.
 */
final class BreakerPermit {

	private final GuardedBreaker breaker;

	BreakerPermit(GuardedBreaker breaker) {
		this.breaker = breaker;
	}

	void succeeded(long nanos) {
		this.breaker.onSuccess(nanos);
	}

	void failed(Decision decision, Throwable error, long nanos) {
		if (decision == Decision.CIRCUIT_BREAK) {
			this.breaker.onError(error, nanos);
		}
		else if (decision == Decision.FAIL || this.breaker.isHalfOpen()) {
			succeeded(nanos);
		}
		else {
			release();
		}
	}

	/** The attempt says nothing about the endpoint. */
	void release() {
		this.breaker.release();
	}

}
