package io.github.tencentcloud.resilience.policy;

/**
 * What has to be mended before a call can be repeated with any hope.
 */
public enum BeforeRetry {

	/** Nothing. */
	NONE,

	/** Learn the server's time from its answer. */
	CORRECT_CLOCK,

	/** Get a fresh credential. */
	REFRESH_CREDENTIALS

}
