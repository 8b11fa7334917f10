package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.NoRetryReason;

/**
 * A signature that a request brings, and that nobody here can make anew. It is for one
 * host, and good for as long as the server lets it be.
 *
 * @param made when it was made, or {@code null} if it says nothing of that, so that it
 * never gets old
 * @param once whether the server accepts it only once
 */
public record CallerSignature(@Nullable Instant made, boolean once) {

	/** The server allows for five minutes, and for the time that a request travels. */
	private static final Duration LONGEST = Duration.ofMinutes(4);

	/** Why a request must not be sent again at that time with this signature. */
	@Nullable NoRetryReason objection(Instant time) {
		if (this.once) {
			return NoRetryReason.SIGNED_ONCE;
		}
		boolean old = this.made != null && Duration.between(this.made, time).compareTo(LONGEST) > 0;
		return old ? NoRetryReason.SIGNATURE_AGE : null;
	}

}
