package io.github.tencentcloud.resilience.policy;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The waits that one policy asks for within one call. The arithmetic is Spring's.
 */
final class Backoff {

	private final BackOffExecution execution;

	private final long extraJitter;

	Backoff(Policy policy) {
		long delay = policy.delay().toMillis();
		ExponentialBackOff backOff = new ExponentialBackOff(delay, policy.multiplier());
		backOff.setMaxInterval(Math.max(policy.maxDelay().toMillis(), 1));
		backOff.setMaxAttempts(policy.maxRetries());
		// Spring divides by the delay to scale the jitter, so without a delay the jitter
		// is added here
		backOff.setJitter((delay > 0) ? policy.jitter().toMillis() : 0);
		this.extraJitter = (delay > 0) ? 0 : Math.min(policy.jitter().toMillis(), policy.maxDelay().toMillis());
		this.execution = backOff.start();
	}

	/** The next wait, or {@code null} if there is none left. */
	@Nullable Duration next() {
		long interval = this.execution.nextBackOff();
		if (interval == BackOffExecution.STOP) {
			return null;
		}
		long jitter = (this.extraJitter > 0) ? ThreadLocalRandom.current().nextLong(this.extraJitter) : 0;
		return Duration.ofMillis(interval + jitter);
	}

}
