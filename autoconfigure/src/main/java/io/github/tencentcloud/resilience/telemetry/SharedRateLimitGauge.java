package io.github.tencentcloud.resilience.telemetry;

import java.util.function.BooleanSupplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Shows whether the instances of an application share their rate limits: the gauge
 * {@code tencentcloud.client.rate.limit.shared} is 1 while they do, and 0 while this
 * instance counts alone.
 */
public class SharedRateLimitGauge implements MeterBinder {

	private final BooleanSupplier shared;

	/**
	 * Creates the gauge.
	 * @param shared whether the limits are shared at the moment
	 */
	public SharedRateLimitGauge(BooleanSupplier shared) {
		this.shared = shared;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("tencentcloud.client.rate.limit.shared", () -> this.shared.getAsBoolean() ? 1 : 0)
			.description("Whether the instances share their rate limits at the moment")
			.register(registry);
	}

}
