package io.github.tencentcloud.resilience.policy;

/**
 * What has to be corrected before it makes sense to retry a call.
 */
public enum BeforeRetry {

	/** Nothing. */
	NONE,

	/** Learn the server's time from its answer. */
	CORRECT_CLOCK,

	/** Get a fresh credential. */
	REFRESH_CREDENTIALS

}
