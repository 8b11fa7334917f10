package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.demo.fake.ScenarioSwitch;

/**
 * Reads what any application has that uses the library with the actuator: the meters, and
 * Resilience4j's registry.
 */
@Component
class ApplicationReadings implements Readings {

	private final MeterRegistry meters;

	private final CircuitBreakerRegistry breakers;

	private final ScenarioSwitch scenario;

	ApplicationReadings(MeterRegistry meters, CircuitBreakerRegistry breakers, ScenarioSwitch scenario) {
		this.meters = meters;
		this.breakers = breakers;
		this.scenario = scenario;
	}

	@Override
	public Totals totals() {
		return Totals.of(this.meters);
	}

	@Override
	public List<Breaker> breakers() {
		return Breaker.all(this.breakers);
	}

	@Override
	public String scenario() {
		return this.scenario.name();
	}

}
