package io.github.tencentcloud.resilience.policy;

import java.time.Duration;

/**
 * What to do after an attempt that did not succeed.
 */
public sealed interface RetryStep {

	/**
	 * Wait and try again.
	 *
	 * @param delay how long to wait, may be zero
	 */
	record Retry(Duration delay) implements RetryStep {

	}

	/**
	 * Pass the error on.
	 *
	 * @param reason why there is no further attempt
	 */
	record Stop(Reason reason) implements RetryStep {

	}

	/**
	 * Why there is no further attempt.
	 */
	enum Reason {

		/** The policy never asked for one. */
		NOT_WANTED,

		/** The policy's retries are used up. */
		EXHAUSTED,

		/** The call may have been executed, and is not safe to repeat. */
		NOT_IDEMPOTENT,

		/** The call's own limit of attempts is reached. */
		MAX_ATTEMPTS,

		/** The retry budget of the product is empty. */
		BUDGET,

		/** Retries are switched off. */
		OFF,

		/** The wait would end after the call's deadline. */
		DEADLINE,

		/** The application is shutting down. */
		SHUTDOWN

	}

}
