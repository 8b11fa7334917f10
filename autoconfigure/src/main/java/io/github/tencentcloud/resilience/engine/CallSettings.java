package io.github.tencentcloud.resilience.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.policy.ItemRule;

/**
 * The settings in force for an action.
 *
 * @param mode how far calls are guarded
 * @param unwrap whether the caller gets the content of {@code Response} only, or
 * {@code null} where nobody says so: then callers of annotated interfaces do, and no
 * others
 * @param attemptTimeout the limit of one attempt, headers and body; for a stream the wait
 * for the first event, unless that has a limit of its own, and the longest silence after
 * it
 * @param callTimeout the limit of the call, attempts and waits together
 * @param maxAttempts the most attempts, whatever the policies add up to, at least 1
 * @param idempotent whether the action may be repeated without harm, or {@code null} to
 * go by its name
 * @param items how the items inside its successes are judged, or {@code null} if nobody
 * looks at them
 * @param retries whether attempts are repeated at all
 * @param firstEventTimeout the limit of the wait for the first event of a stream, counted
 * anew from each comment before it, or {@code null} if it is as {@code attemptTimeout}
 */
public record CallSettings(Mode mode, @Nullable Boolean unwrap, Duration attemptTimeout, Duration callTimeout,
		int maxAttempts, @Nullable Boolean idempotent, @Nullable ItemRule items, boolean retries,
		@Nullable Duration firstEventTimeout) {

	/** The settings of a call that nobody configured. */
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
