package io.github.tencentcloud.resilience;

/**
 * Why there was no further attempt after the last one of a call that failed.
 */
public enum NoRetryReason {

	/** Its policy does not ask for one. */
	NOT_WANTED(RetryResult.EXHAUSTED, true, "its policy has no retries"),

	/** Some of its items succeeded, and must not be sent again. */
	PARTLY_DONE(RetryResult.EXHAUSTED, true, "some of its items succeeded"),

	/** The caller had already seen the beginning of the answer when it failed. */
	ANSWER_BEGUN(RetryResult.EXHAUSTED, true, "its answer had been passed on in part"),

	/** The mode is {@code observe}. */
	OBSERVED(RetryResult.OFF, true, "the mode is observe"),

	/** The retries of its policy are used up. */
	RETRIES_USED_UP(RetryResult.EXHAUSTED, false, "the retries of its policy are used up"),

	/** The clock could not be corrected, or there were no other credentials. */
	NOT_CORRECTED(RetryResult.EXHAUSTED, true, "what the server refused could not be put right"),

	/** It may have been executed, and is not safe to repeat. */
	NOT_IDEMPOTENT(RetryResult.NOT_IDEMPOTENT, false, "it may have been executed"),

	/** The call's own limit of attempts is reached. */
	MAX_ATTEMPTS(RetryResult.MAX_ATTEMPTS, false, "max-attempts is %2$d"),

	/** The retry budget of the product is empty. */
	BUDGET(RetryResult.BUDGET, false, "the retry budget of %1$s is empty"),

	/** The call's deadline would have come first. */
	DEADLINE(RetryResult.DEADLINE, false, "the call's deadline would have come first"),

	/** The circuit breaker opened meanwhile. */
	BREAKER(RetryResult.BREAKER, false, "the circuit breaker opened meanwhile"),

	/** Pacing, a rate limit or the bulkhead had no room for it. */
	THROTTLED(RetryResult.THROTTLED, false, "this side had no room for it in time"),

	/** The caller had signed it, more than four minutes ago. */
	SIGNATURE_AGE(RetryResult.SIGNATURE_AGE, false, "its signature is too old, and not made here"),

	/** The caller had signed it in a way that the server accepts only once. */
	SIGNED_ONCE(RetryResult.SIGNATURE_AGE, false, "its signature is good for one attempt"),

	/** Retries are switched off. */
	OFF(RetryResult.OFF, false, "retries are switched off"),

	/** The application is shutting down. */
	SHUTDOWN(RetryResult.SHUTDOWN, false, "the application is shutting down");

	private final RetryResult result;

	private final boolean plainIfFinal;

	private final String text;

	NoRetryReason(RetryResult result, boolean plainIfFinal, String text) {
		this.result = result;
		this.plainIfFinal = plainIfFinal;
		this.text = text;
	}

	/**
	 * The result as the meter of retries counts it.
	 * @return the result
	 */
	public RetryResult result() {
		return this.result;
	}

	/** Where the policy fails fast anyway, that is reason enough. */
	boolean isTold(Decision decision) {
		return decision != Decision.FAIL || !this.plainIfFinal;
	}

	/** As the end of a sentence. */
	String text(String product, int attempts) {
		return this.text.formatted(product, attempts);
	}

}
