package io.github.tencentcloud.resilience.autoconfigure;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;

import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptObservationContext;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallObservationContext;

/**
 * Makes no meters of our observations, since calls and attempts are measured already.
 * Micrometer asks the first handler of its kind that wants a context.
 */
class MeteredAlready implements MeterObservationHandler<Observation.Context> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof TencentCloudAttemptObservationContext
				|| context instanceof TencentCloudCallObservationContext;
	}

}
