package io.github.tencentcloud.resilience.telemetry;

/**
 * How a call ended; the tag {@code outcome}.
 */
public enum CallOutcome {

	/** The envelope holds no error. */
	SUCCESS,

	/** The last attempt failed. */
	FAILURE,

	/** No attempt was made. */
	REJECTED,

	/** The caller gave up before the call ended. */
	CANCELLED

}
