package io.github.tencentcloud.resilience.policy;

import java.time.Duration;

import io.github.tencentcloud.resilience.Decision;

/**
 * A named decision with its settings. The name says what kind of error it is for, and is
 * a tag of the meters.
 *
 * @param name the name, in lower case with hyphens
 * @param decision what to do
 * @param maxRetries how often a call may be repeated on behalf of this policy, at least 0
 * @param delay the wait before the first repetition, may be zero
 * @param multiplier the factor from one wait to the next, at least 1
 * @param jitter the most by which the first wait may be lengthened at random; grows with
 * the wait
 * @param maxDelay the longest wait
 * @param onlyIdempotent whether to repeat only calls that are safe to repeat
 * @param beforeRetry what to correct before a retry
 * @param why one line of explanation, may be empty
 */
public record Policy(String name, Decision decision, int maxRetries, Duration delay, double multiplier, Duration jitter,
		Duration maxDelay, boolean onlyIdempotent, BeforeRetry beforeRetry, String why) {

	/** The name of the policy for codes that no table knows. */
	public static final String UNKNOWN = "unknown";

	/** The name of the policy for a service that is temporarily unwell. */
	public static final String TRANSIENT = "transient";

	/** The name of the policy for too many calls. */
	public static final String THROTTLED = "throttled";

	/** Stands for the policy of a success. */
	public static final String NONE = "none";

	/**
	 * A policy of the given name and decision that never repeats a call.
	 * @param name the name
	 * @param decision the decision
	 * @return the policy
	 */
	public static Policy of(String name, Decision decision) {
		return new Policy(name, decision, 0, Duration.ZERO, 1, Duration.ZERO, Duration.ofSeconds(30), false,
				BeforeRetry.NONE, "");
	}

	/**
	 * Whether this policy by itself ever asks for a retry. One that needs something
	 * corrected first does not: that depends on whether the correction succeeds.
	 * @return {@code true} if it may
	 */
	public boolean retries() {
		return this.decision != Decision.FAIL && this.maxRetries > 0 && this.beforeRetry == BeforeRetry.NONE;
	}

}
