package io.github.tencentcloud.resilience;

import java.util.Locale;

/**
 * The result of a wish to retry; the tag {@code result}.
 */
public enum RetryResult {

	/** The call succeeded in the end. */
	RECOVERED,

	/** The policy's retries were used up, or a later attempt failed for good. */
	EXHAUSTED,

	/** The call may have been executed, and is not safe to repeat. */
	NOT_IDEMPOTENT,

	/** The call's own limit of attempts was reached. */
	MAX_ATTEMPTS,

	/** The retry budget was empty. */
	BUDGET,

	/** The wait would have ended after the call's deadline. */
	DEADLINE,

	/** The circuit breaker opened meanwhile. */
	BREAKER,

	/** Pacing or a rate limit on this side left no room for it. */
	THROTTLED,

	/** The request's own signature could not be sent again. */
	SIGNATURE_AGE,

	/** Retries are switched off. */
	OFF,

	/** The application was shutting down. */
	SHUTDOWN;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * The value of the tag.
	 * @return for example {@code not_idempotent}
	 */
	public String value() {
		return this.value;
	}

}
