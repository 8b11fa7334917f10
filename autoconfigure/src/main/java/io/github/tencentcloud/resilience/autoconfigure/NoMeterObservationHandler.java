package io.github.tencentcloud.resilience.autoconfigure;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;

import io.github.tencentcloud.resilience.telemetry.TencentCloudAttemptObservationContext;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallObservationContext;

/**
 * Makes no meters of our observations, since calls and attempts are measured already.
 * Micrometer gives a context to the first handler of this kind that supports it, so the
 * handler that would make timers never sees ours.
 */
class NoMeterObservationHandler implements MeterObservationHandler<Observation.Context> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof TencentCloudAttemptObservationContext
				|| context instanceof TencentCloudCallObservationContext;
	}

}
