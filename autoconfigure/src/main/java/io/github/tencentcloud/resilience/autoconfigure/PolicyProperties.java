package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.policy.PolicySettings;

/**
 * Properties of a policy. What is not set stays as it is in the built-in policy of that
 * name.
 *
 * @param decision What to do; a policy of the user's own has to say it.
 * @param maxRetries Most repetitions of a call on behalf of this policy.
 * @param delay Wait before the first repetition.
 * @param multiplier Factor from one wait to the next.
 * @param jitter How far the first wait may be lengthened at random; grows with the wait.
 * @param maxDelay Longest wait.
 * @param onlyIdempotent Whether to repeat only what is safe to repeat.
 * @param beforeRetry What to correct before a retry.
 */
record PolicyProperties(@Nullable Decision decision, @Nullable Integer maxRetries, @Nullable Duration delay,
		@Nullable Double multiplier, @Nullable Duration jitter, @Nullable Duration maxDelay,
		@Nullable Boolean onlyIdempotent, @Nullable BeforeRetry beforeRetry) {

	PolicySettings settings() {
		return new PolicySettings(this.decision, this.maxRetries, this.delay, this.multiplier, this.jitter,
				this.maxDelay, this.onlyIdempotent, this.beforeRetry, null);
	}

}
