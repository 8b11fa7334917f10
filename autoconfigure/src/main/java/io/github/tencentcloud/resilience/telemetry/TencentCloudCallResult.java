package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * How a call ended, for observations.
 *
 * @param call the call
 * @param code the code that the caller gets, {@code OK} for a success
 * @param policy the name of the policy, {@code none} for a success
 * @param decision the decision of the policy, {@code none} for a success
 * @param outcome how the call ended
 * @param requestId the RequestId of the last answer that had one, or {@code null}
 * @param attempts how many attempts were made, 0 if the call was refused
 * @param elapsedNanos how long it took in nanoseconds, waits included
 * @param noRetryReason why there was no further attempt; {@code null} if the call did not
 * fail, if no attempt was made, and in mode {@code observe}, which repeats nothing
 */
public record TencentCloudCallResult(TencentCloudCall call, String code, String policy, String decision,
		CallOutcome outcome, @Nullable String requestId, int attempts, long elapsedNanos,
		@Nullable NoRetryReason noRetryReason) {

	/**
	 * The result of the call that an observation represents:
	 * {@code tencentcloud.client.call} or, where the HTTP client observes the call
	 * itself, {@code http.client.requests}.
	 * @param context the context of the observation, once it has stopped
	 * @return the result, or {@code null} if the observation represents something else,
	 * or a call that had not ended when it stopped (a large body, a stream, or any call
	 * in mode {@code observe})
	 */
	public static @Nullable TencentCloudCallResult of(Observation.ContextView context) {
		return context.get(TencentCloudCallResult.class);
	}

}
