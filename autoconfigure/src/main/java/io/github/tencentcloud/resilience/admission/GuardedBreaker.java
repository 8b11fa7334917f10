package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A circuit breaker of Resilience4j's, in which others have a say: what an exception
 * means, how long it stays open, what time it is. If their code throws, the attempt goes
 * its way for all that, and its permission is given back. That is logged once.
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
	 * What is guarded, for those who want to look at it.
	 * @return the circuit breaker
	 */
	public CircuitBreaker breaker() {
		return this.breaker;
	}

	/**
	 * Whether it is open. It may let an attempt go for all that, to probe.
	 * @return whether it refuses calls at present
	 */
	public boolean isOpen() {
		CircuitBreaker.State state = this.breaker.getState();
		return state == CircuitBreaker.State.OPEN || state == CircuitBreaker.State.FORCED_OPEN;
	}

	boolean isHalfOpen() {
		return this.breaker.getState() == CircuitBreaker.State.HALF_OPEN;
	}

	/**
	 * Ask for the permission of one attempt.
	 * @return whether there is one, which has to be given back
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
	 * Why an attempt is not permitted, as Resilience4j says it.
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
					"Calls go on, but circuit breaker '{}' does not hear of all of them, since a listener or a "
							+ "function of its configuration failed; this is logged once. Mend what threw this",
					this.breaker.getName(), fault);
		}
	}

}
