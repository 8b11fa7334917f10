package io.github.tencentcloud.resilience.policy;

import java.time.Duration;

import io.github.tencentcloud.resilience.NoRetryReason;

/**
 * What to do after a failed attempt.
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
	record Stop(NoRetryReason reason) implements RetryStep {

	}

}
