package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import io.github.tencentcloud.resilience.demo.fake.ScenarioSwitch;

/**
 * Reads what any application has that uses the library with the actuator: the meters, the
 * observations, the control, and Resilience4j's registry.
 */
@Component
class ApplicationReadings implements Readings {

	private final MeterRegistry meters;

	private final CircuitBreakerRegistry breakers;

	private final Tally tally;

	private final GuardReadings guard;

	private final ScenarioSwitch scenario;

	ApplicationReadings(MeterRegistry meters, CircuitBreakerRegistry breakers, Tally tally, GuardReadings guard,
			ScenarioSwitch scenario) {
		this.meters = meters;
		this.breakers = breakers;
		this.tally = tally;
		this.guard = guard;
		this.scenario = scenario;
	}

	@Override
	public Totals totals() {
		return Totals.of(this.meters);
	}

	@Override
	public Seen seen() {
		return this.tally.drain();
	}

	@Override
	public Guard guard() {
		return this.guard.read();
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
