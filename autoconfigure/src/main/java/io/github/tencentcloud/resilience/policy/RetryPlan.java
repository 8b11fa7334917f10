package io.github.tencentcloud.resilience.policy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.tencentcloud.resilience.NoRetryReason;

/**
 * Keeps track of one call's attempts, and decides after each failed one how to go on. A
 * call may meet several policies; each has its own retries and its own backoff, and
 * {@code max-attempts} limits all of them together. Not thread-safe.
 */
public final class RetryPlan {

	private final int maxAttempts;

	private final long deadline;

	private final boolean retries;

	/** By policy; hardly any call needs it. */
	private Map<String, Backoff> backoffs = Map.of();

	private int attempts;

	private boolean corrected;

	/**
	 * Create a plan for one call.
	 * @param maxAttempts the most attempts, at least 1
	 * @param deadline when the call has to be over, in nanoseconds of the clock that
	 * {@link #next} is given
	 */
	public RetryPlan(int maxAttempts, long deadline) {
		this(maxAttempts, deadline, true);
	}

	/**
	 * Create a plan for one call that may have no retries at all.
	 * @param maxAttempts the most attempts, at least 1
	 * @param deadline when the call has to be over
	 * @param retries whether attempts are repeated
	 */
	public RetryPlan(int maxAttempts, long deadline, boolean retries) {
		this.maxAttempts = maxAttempts;
		this.deadline = deadline;
		this.retries = retries;
	}

	/**
	 * Decide how to go on after a failed attempt.
	 * @param policy the policy of its code
	 * @param repeatable whether another attempt can do no harm, because the call is
	 * idempotent or because this attempt was never sent
	 * @param now the current time in nanoseconds
	 * @return whether to repeat or to stop
	 */
	public RetryStep next(Policy policy, boolean repeatable, long now) {
		this.attempts++;
		if (!policy.retries()) {
			return new RetryStep.Stop(NoRetryReason.NOT_WANTED);
		}
		if (!this.retries) {
			return new RetryStep.Stop(NoRetryReason.OFF);
		}
		if (policy.onlyIdempotent() && !repeatable) {
			return new RetryStep.Stop(NoRetryReason.NOT_IDEMPOTENT);
		}
		if (this.attempts >= this.maxAttempts) {
			return new RetryStep.Stop(NoRetryReason.MAX_ATTEMPTS);
		}
		Duration delay = backoff(policy).next();
		if (delay == null) {
			return new RetryStep.Stop(NoRetryReason.RETRIES_USED_UP);
		}
		return (delay.compareTo(Duration.ofNanos(this.deadline - now)) >= 0)
				? new RetryStep.Stop(NoRetryReason.DEADLINE) : new RetryStep.Retry(delay);
	}

	private Backoff backoff(Policy policy) {
		if (this.backoffs.isEmpty()) {
			this.backoffs = new HashMap<>(2);
		}
		return this.backoffs.computeIfAbsent(policy.name(), (name) -> new Backoff(policy));
	}

	/**
	 * Decide how to go on after an attempt that was refused for a reason that can be
	 * corrected. That is tried once per call, and without waiting, since nothing was
	 * executed.
	 * @param now the current time in nanoseconds
	 * @return whether to retry, if it can be corrected, or to stop
	 */
	public RetryStep nextAfterCorrection(long now) {
		this.attempts++;
		if (!this.retries) {
			return new RetryStep.Stop(NoRetryReason.OFF);
		}
		if (this.corrected) {
			return new RetryStep.Stop(NoRetryReason.RETRIES_USED_UP);
		}
		this.corrected = true;
		if (this.attempts >= this.maxAttempts) {
			return new RetryStep.Stop(NoRetryReason.MAX_ATTEMPTS);
		}
		return (now - this.deadline >= 0) ? new RetryStep.Stop(NoRetryReason.DEADLINE)
				: new RetryStep.Retry(Duration.ZERO);
	}

}
