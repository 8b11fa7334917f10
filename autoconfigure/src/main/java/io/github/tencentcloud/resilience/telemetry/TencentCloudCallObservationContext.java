package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * The context of {@code tencentcloud.client.call}, which represents a call, its attempts
 * and the waits between them. There is no such observation where the HTTP client's own
 * {@code http.client.requests} represents the call.
 */
public final class TencentCloudCallObservationContext extends Observation.Context {

	private final TencentCloudCall call;

	TencentCloudCallObservationContext(TencentCloudCall call) {
		this.call = call;
	}

	/**
	 * The call.
	 * @return the call
	 */
	public TencentCloudCall getCall() {
		return this.call;
	}

	/**
	 * How the call ended.
	 * @return the result, or {@code null} while the call goes on
	 */
	public @Nullable TencentCloudCallResult getResult() {
		return TencentCloudCallResult.of(this);
	}

}
