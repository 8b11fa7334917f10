package io.github.tencentcloud.resilience.policy;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.github.tencentcloud.resilience.Decision;

/**
 * The settings of a policy as somebody wrote them; what is {@code null} was not written,
 * and stays as it is in the policy below.
 *
 * @param decision what to do
 * @param maxRetries how often a call may be repeated
 * @param delay the wait before the first repetition
 * @param multiplier the factor from one wait to the next
 * @param jitter the most by which a wait may be lengthened at random
 * @param maxDelay the longest wait
 * @param onlyIdempotent whether to repeat only calls that are safe to repeat
 * @param beforeRetry what to correct before a retry
 * @param why one line of explanation
 */
public record PolicySettings(@Nullable Decision decision, @Nullable Integer maxRetries, @Nullable Duration delay,
		@Nullable Double multiplier, @Nullable Duration jitter, @Nullable Duration maxDelay,
		@Nullable Boolean onlyIdempotent, @Nullable BeforeRetry beforeRetry, @Nullable String why) {

	/**
	 * Apply these settings to a policy, field by field.
	 * @param name the name of the result
	 * @param base the policy below
	 * @return the result
	 * @throws IllegalArgumentException if the settings contradict each other
	 */
	public Policy over(String name, Policy base) {
		Duration delay = orElse(this.delay, base.delay());
		Policy policy = new Policy(name, orElse(this.decision, base.decision()),
				orElse(this.maxRetries, base.maxRetries()), delay, orElse(this.multiplier, base.multiplier()),
				orElse(this.jitter, base.jitter()), maxDelay(delay, base),
				orElse(this.onlyIdempotent, base.onlyIdempotent()), orElse(this.beforeRetry, base.beforeRetry()),
				orElse(this.why, base.why()));
		Assert.isTrue(policy.maxRetries() >= 0, "'max-retries' must not be negative");
		Assert.isTrue(!policy.delay().isNegative(), "'delay' must not be negative");
		Assert.isTrue(!policy.jitter().isNegative(), "'jitter' must not be negative");
		Assert.isTrue(policy.multiplier() >= 1, "'multiplier' must be at least 1");
		Assert.isTrue(policy.maxDelay().compareTo(delay) >= 0, "'max-delay' must not be shorter than 'delay'");
		return policy;
	}

	/**
	 * A longer delay raises a maximum that nobody wrote: whoever asks for a delay of ten
	 * seconds should not have to know the built-in maximum.
	 */
	private Duration maxDelay(Duration delay, Policy base) {
		if (this.maxDelay != null) {
			return this.maxDelay;
		}
		return (delay.compareTo(base.maxDelay()) > 0) ? delay : base.maxDelay();
	}

	private static <T> T orElse(@Nullable T value, T fallback) {
		return (value != null) ? value : fallback;
	}

}
