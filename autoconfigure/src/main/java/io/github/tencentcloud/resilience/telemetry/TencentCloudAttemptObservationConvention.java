package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names {@code tencentcloud.client.attempt} and its key values. Define a bean of this
 * type to use your own.
 */
public interface TencentCloudAttemptObservationConvention
		extends ObservationConvention<TencentCloudAttemptObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof TencentCloudAttemptObservationContext;
	}

}
