package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * The default convention of {@code tencentcloud.client.call}.
 */
public class DefaultTencentCloudCallObservationConvention implements TencentCloudCallObservationConvention {

	/** The name of the observation. */
	public static final String NAME = "tencentcloud.client.call";

	/** Create the convention. */
	public DefaultTencentCloudCallObservationConvention() {
		// Explicit, so that it can have a description
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(TencentCloudCallObservationContext context) {
		TencentCloudCall call = context.getCall();
		return call.product() + "." + call.action();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(TencentCloudCallObservationContext context) {
		TencentCloudCallResult result = context.getResult();
		if (result == null) {
			return ObservationKeys
				.identity(context.getCall(), ObservationKeys.NONE, ObservationKeys.NONE, ObservationKeys.NONE)
				.and(ObservationKeys.OUTCOME, ObservationKeys.NONE);
		}
		return ObservationKeys.identity(result.call(), result.code(), result.decision(), result.policy())
			.and(ObservationKeys.OUTCOME, result.outcome().name());
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(TencentCloudCallObservationContext context) {
		@Nullable TencentCloudCallResult result = context.getResult();
		return (result != null) ? ObservationKeys.details(result.code(), result.requestId())
			.and(ObservationKeys.ATTEMPTS, String.valueOf(result.attempts())) : KeyValues.empty();
	}

}
