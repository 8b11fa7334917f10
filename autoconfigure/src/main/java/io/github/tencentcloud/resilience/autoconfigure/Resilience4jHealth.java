package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Optional;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.spring6.circuitbreaker.configure.CircuitBreakerConfigurationProperties;
import io.github.resilience4j.springboot.circuitbreaker.monitoring.health.CircuitBreakersHealthIndicator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

import io.github.tencentcloud.resilience.admission.CircuitBreakers;

/**
 * Keeps our circuit breakers out of Resilience4j's health, unless an instance of that
 * name says otherwise. What {@code configs.default} says about health is meant for the
 * application's own breakers: one of ours that opens must not take the application out of
 * service.
 */
final class Resilience4jHealth implements EarlyPostProcessor {

	private final ObjectProvider<CircuitBreakerRegistry> registries;

	private final ObjectProvider<CircuitBreakerConfigurationProperties> properties;

	private final ObjectProvider<StatusAggregator> aggregators;

	Resilience4jHealth(ObjectProvider<CircuitBreakerRegistry> registries,
			ObjectProvider<CircuitBreakerConfigurationProperties> properties,
			ObjectProvider<StatusAggregator> aggregators) {
		this.registries = registries;
		this.properties = properties;
		this.aggregators = aggregators;
	}

	/** One that the application has created itself stays as it is. */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean.getClass() == CircuitBreakersHealthIndicator.class)
				? new CircuitBreakersHealthIndicator(this.registries.getObject(),
						new OwnInstances(this.properties.getObject()), this.aggregators.getObject())
				: bean;
	}

	/** For a breaker of ours without settings there, there is nothing to do. */
	private static final class OwnInstances extends CircuitBreakerConfigurationProperties {

		private final CircuitBreakerConfigurationProperties all;

		OwnInstances(CircuitBreakerConfigurationProperties all) {
			this.all = all;
		}

		@Override
		public Optional<InstanceProperties> findCircuitBreakerProperties(String name) {
			return name.startsWith(CircuitBreakers.NAME_PREFIX) ? Optional.ofNullable(this.all.getInstances().get(name))
					: this.all.findCircuitBreakerProperties(name);
		}

	}

}
