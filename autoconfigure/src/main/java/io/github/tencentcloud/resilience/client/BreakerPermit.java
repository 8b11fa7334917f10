package io.github.tencentcloud.resilience.client;

import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;

import io.github.tencentcloud.resilience.policy.Decision;

/**
 * The permission for one attempt, which has to be given back whatever happens. Throttling
 * is not ill health, so a wish to retry is not counted; but half-open has to be left some
 * time, and there any answer shows that the endpoint is back.
 */
final class BreakerPermit {

	private final CircuitBreaker breaker;

	BreakerPermit(CircuitBreaker breaker) {
		this.breaker = breaker;
	}

	void succeeded(long nanos) {
		this.breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
	}

	void failed(Decision decision, Throwable error, long nanos) {
		if (decision == Decision.CIRCUIT_BREAK) {
			this.breaker.onError(nanos, TimeUnit.NANOSECONDS, error);
		}
		else if (decision == Decision.FAIL || this.breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
			succeeded(nanos);
		}
		else {
			release();
		}
	}

	/** The attempt says nothing about the endpoint. */
	void release() {
		this.breaker.releasePermission();
	}

}
