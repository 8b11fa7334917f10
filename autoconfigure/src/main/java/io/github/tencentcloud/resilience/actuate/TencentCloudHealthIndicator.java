package io.github.tencentcloud.resilience.actuate;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.github.tencentcloud.resilience.engine.EngineSettings;

/**
 * Shows the circuit breakers as part of the application's health. It is {@code UNKNOWN}
 * while one is open, and never {@code DOWN}: trouble at Tencent Cloud is no reason to
 * take this instance out of service or to restart it, which would not help.
 */
public class TencentCloudHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<EngineSettings> settings;

	/**
	 * Create the indicator.
	 * @param settings the present settings, which know the circuit breakers
	 */
	public TencentCloudHealthIndicator(Supplier<EngineSettings> settings) {
		super("The state of the circuit breakers for Tencent Cloud could not be read");
		this.settings = settings;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, String> states = new TreeMap<>();
		boolean open = false;
		for (CircuitBreaker breaker : this.settings.get().breakers().all().values()) {
			CircuitBreaker.State state = breaker.getState();
			open |= state == CircuitBreaker.State.OPEN || state == CircuitBreaker.State.FORCED_OPEN;
			states.put(breaker.getName(), KebabCase.of(state));
		}
		if (open) {
			builder.unknown();
		}
		else {
			builder.up();
		}
		builder.withDetail("circuitBreakers", states);
	}

}
