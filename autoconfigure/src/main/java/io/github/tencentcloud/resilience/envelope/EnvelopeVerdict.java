package io.github.tencentcloud.resilience.envelope;

import org.jspecify.annotations.Nullable;

/**
 * The verdict on the body of an answer.
 */
public sealed interface EnvelopeVerdict {

	/**
	 * The call succeeded.
	 *
	 * @param requestId the server's identifier of the call, or {@code null} if it gave
	 * none
	 * @param items what came of its items, if the reader was told where they are
	 */
	record Success(@Nullable String requestId, Items items) implements EnvelopeVerdict {

		/**
		 * Create the verdict on an envelope whose items nobody looked at.
		 * @param requestId the server's identifier of the call, or {@code null} if it
		 * gave none
		 */
		public Success(@Nullable String requestId) {
			this(requestId, Items.NONE);
		}

	}

	/**
	 * The call was answered with an error.
	 *
	 * @param code the server's error code, for example {@code RequestLimitExceeded};
	 * never empty, at most 1 KB
	 * @param message the server's explanation, empty if it gave none, at most 16 KB; it
	 * may change at any time, so nothing is ever decided by it
	 * @param requestId the server's identifier of the call, or {@code null} if it gave
	 * none
	 */
	record Failure(String code, String message, @Nullable String requestId) implements EnvelopeVerdict {
	}

	/**
	 * The body is a stream of events that was cut off.
	 *
	 * @param reason why, as the end of a sentence, for example {@code it ended without a
	 * FinishReason}
	 */
	record Truncated(String reason) implements EnvelopeVerdict {
	}

	/**
	 * The body is not an envelope.
	 *
	 * @param reason why, as the end of a sentence, for example {@code it ends too early,
	 * after 123 bytes}; at most one character of the body is part of it
	 */
	record Malformed(String reason) implements EnvelopeVerdict {
	}

}
