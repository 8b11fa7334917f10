package io.github.tencentcloud.resilience.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.policy.ItemRule;

/**
 * The settings in force for an action.
 *
 * @param mode how far calls are guarded
 * @param unwrap whether the caller gets only the content of {@code Response}, or
 * {@code null} if that is not configured: then only callers of annotated interfaces do
 * @param attemptTimeout the limit of one attempt, headers and body; for a stream the wait
 * for the first event, unless that has its own limit, and the longest silence after it
 * @param callTimeout the limit of the call, attempts and waits together
 * @param maxAttempts the maximum number of attempts, whatever the policies add up to, at
 * least 1
 * @param idempotent whether the action is safe to repeat, or {@code null} to go by its
 * name
 * @param items how to judge the items inside its successes, or {@code null} to ignore
 * them
 * @param retries whether attempts are repeated at all
 * @param firstEventTimeout the limit of the wait for the first event of a stream, counted
 * anew from each comment before it, or {@code null} if it is as {@code attemptTimeout}
 */
public record CallSettings(Mode mode, @Nullable Boolean unwrap, Duration attemptTimeout, Duration callTimeout,
		int maxAttempts, @Nullable Boolean idempotent, @Nullable ItemRule items, boolean retries,
		@Nullable Duration firstEventTimeout) {

	/** The settings of a call for which nothing is configured. */
	public static final CallSettings DEFAULTS = new CallSettings(Mode.ENFORCE, null, Duration.ofSeconds(10),
			Duration.ofSeconds(30), 10, null, null, true, null);

	CallSettings withMode(Mode mode) {
		return new CallSettings(mode, this.unwrap, this.attemptTimeout, this.callTimeout, this.maxAttempts,
				this.idempotent, this.items, this.retries, this.firstEventTimeout);
	}

	CallSettings withoutRetries() {
		return new CallSettings(this.mode, this.unwrap, this.attemptTimeout, this.callTimeout, this.maxAttempts,
				this.idempotent, this.items, false, this.firstEventTimeout);
	}

}
