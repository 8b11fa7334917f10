package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.common.KeyValues;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * The default convention of {@code tencentcloud.client.attempt}.
 */
public class DefaultTencentCloudAttemptObservationConvention implements TencentCloudAttemptObservationConvention {

	/** The name of the observation. */
	public static final String NAME = "tencentcloud.client.attempt";

	/** Create the convention. */
	public DefaultTencentCloudAttemptObservationConvention() {
		// Explicit, so that it can have a description
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(TencentCloudAttemptObservationContext context) {
		TencentCloudCall call = context.getCall();
		return call.product() + "." + call.action() + " attempt";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(TencentCloudAttemptObservationContext context) {
		TencentCloudAttemptResult result = context.getResult();
		return (result != null)
				? ObservationKeys.identity(context.getCall(), result.code(), result.decision(), result.policy())
				: ObservationKeys.identity(context.getCall(), ObservationKeys.NONE, ObservationKeys.NONE,
						ObservationKeys.NONE);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(TencentCloudAttemptObservationContext context) {
		TencentCloudAttemptResult result = context.getResult();
		if (result == null) {
			return request(context);
		}
		KeyValues details = ObservationKeys.details(result.code(), result.requestId());
		return (result.status() > 0) ? details.and(ObservationKeys.STATUS, String.valueOf(result.status())) : details;
	}

	/** Known from the start, so only requested once. */
	private static KeyValues request(TencentCloudAttemptObservationContext context) {
		KeyValues request = KeyValues.of(ObservationKeys.METHOD, context.getCall().method(),
				ObservationKeys.SERVER_ADDRESS, context.getServerAddress());
		if (context.getServerPort() >= 0) {
			request = request.and(ObservationKeys.SERVER_PORT, String.valueOf(context.getServerPort()));
		}
		// OpenTelemetry: only on a request that is sent again.
		return (context.getResendCount() > 0)
				? request.and(ObservationKeys.RESEND_COUNT, String.valueOf(context.getResendCount())) : request;
	}

}
