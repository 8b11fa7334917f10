package io.github.tencentcloud.resilience;

import java.io.Serializable;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The result of one attempt of a failed call.
 *
 * @param code the code of its answer
 * @param requestId the RequestId of its answer, or {@code null} if there was none
 * @param policy the name of the policy in force for the code
 * @param duration how long the attempt took, without the wait after it
 * @serial exclude
 */
public record AttemptSummary(String code, @Nullable String requestId, String policy,
		Duration duration) implements Serializable {

	/**
	 * Create a summary. Text from outside is shortened and put on one line.
	 * @param code the code
	 * @param requestId the RequestId, or {@code null}
	 * @param policy the name of the policy
	 * @param duration how long the attempt took
	 */
	public AttemptSummary {
		code = UntrustedText.name(code);
		requestId = UntrustedText.nameIfAny(requestId);
	}

}
