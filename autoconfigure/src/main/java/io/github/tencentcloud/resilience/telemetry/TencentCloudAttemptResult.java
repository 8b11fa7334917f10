package io.github.tencentcloud.resilience.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, for observations.
 *
 * @param code the code of the answer, {@code OK} for a success
 * @param policy the name of the policy, {@code none} for a success
 * @param decision the decision of the policy, {@code none} for a success
 * @param requestId the RequestId of the answer, or {@code null} if it had none
 * @param status the HTTP status, 0 if there was no answer
 * @param elapsedNanos how long it took in nanoseconds
 */
public record TencentCloudAttemptResult(String code, String policy, String decision, @Nullable String requestId,
		int status, long elapsedNanos) {

}
