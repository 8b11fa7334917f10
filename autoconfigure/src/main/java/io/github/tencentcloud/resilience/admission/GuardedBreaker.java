package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of Resilience4j's circuit breakers, which calls the application's code: for what an
 * exception means, how long to stay open, what time it is. If that code throws, the
 * attempt continues regardless, and its permission is given back. The exception is logged
 * once.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class GuardedBreaker {

	private static final Logger logger = LoggerFactory.getLogger(GuardedBreaker.class);

	private final CircuitBreaker breaker;

	private final AtomicBoolean warned = new AtomicBoolean();

	private GuardedBreaker(CircuitBreaker breaker) {
		this.breaker = breaker;
	}

	static GuardedBreaker of(CircuitBreaker breaker) {
		return new GuardedBreaker(BreakerLog.watch(breaker));
	}

	/**
	 * The breaker itself, for display.
	 * @return the circuit breaker
	 */
	public CircuitBreaker breaker() {
		return this.breaker;
	}

	/**
	 * Whether it is open. It may still permit an attempt, as a probe.
	 * @return whether it currently refuses calls
	 */
	public boolean isOpen() {
		CircuitBreaker.State state = this.breaker.getState();
		return state == CircuitBreaker.State.OPEN || state == CircuitBreaker.State.FORCED_OPEN;
	}

	boolean isHalfOpen() {
		return this.breaker.getState() == CircuitBreaker.State.HALF_OPEN;
	}

	/**
	 * Ask for permission for one attempt.
	 * @return whether it was granted; it then has to be given back
	 */
	public boolean tryAcquirePermission() {
		try {
			return this.breaker.tryAcquirePermission();
		}
		catch (Throwable ex) {
			failed(ex);
			return true;
		}
	}

	void onSuccess(long nanos) {
		try {
			this.breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
		}
		catch (Throwable ex) {
			failed(ex);
			release();
		}
	}

	void onError(Throwable error, long nanos) {
		try {
			this.breaker.onError(nanos, TimeUnit.NANOSECONDS, error);
		}
		catch (Throwable ex) {
			failed(ex);
			release();
		}
	}

	/** The attempt says nothing about the endpoint. */
	void release() {
		try {
			this.breaker.releasePermission();
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/**
	 * Why an attempt is not permitted, as Resilience4j reports it.
	 * @return the exception
	 */
	public CallNotPermittedException refusal() {
		return CallNotPermittedException.createCallNotPermittedException(this.breaker);
	}

	private void failed(Throwable fault) {
		if (fault instanceof VirtualMachineError error) {
			throw error;
		}
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(
					"Calls go on, but circuit breaker '{}' is not told about all of them, since a listener or a "
							+ "function of its configuration failed; this is logged once. Fix what threw this",
					this.breaker.getName(), fault);
		}
	}

}
