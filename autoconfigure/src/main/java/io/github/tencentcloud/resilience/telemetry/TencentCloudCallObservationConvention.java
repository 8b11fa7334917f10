package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names {@code tencentcloud.client.call} and its key values. Define a bean of this type
 * to use your own.
 */
public interface TencentCloudCallObservationConvention
		extends ObservationConvention<TencentCloudCallObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof TencentCloudCallObservationContext;
	}

}
