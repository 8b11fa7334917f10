package io.github.tencentcloud.resilience.autoconfigure;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.common.bulkhead.configuration.CommonBulkheadConfigurationProperties;
import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties;
import io.github.resilience4j.spring6.circuitbreaker.configure.CircuitBreakerConfigurationProperties;
import io.github.resilience4j.springboot.circuitbreaker.monitoring.health.CircuitBreakersHealthIndicator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes {@code resilience4j.circuitbreaker.instances.tencentcloud-*}, and the same for
 * bulkheads, override our settings field by field, where Resilience4j's own
 * auto-configuration is active.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(CommonCircuitBreakerConfigurationProperties.class)
class Resilience4jConfiguration {

	@Bean
	static Resilience4jInstances tencentCloudResilience4jInstances(
			ObjectProvider<TencentCloudResilienceProperties> properties,
			ObjectProvider<CommonCircuitBreakerConfigurationProperties> resilience4j) {
		return new Resilience4jInstances(properties, resilience4j);
	}

	@Bean
	static Resilience4jBulkheadInstances tencentCloudResilience4jBulkheadInstances(
			ObjectProvider<TencentCloudResilienceProperties> properties,
			ObjectProvider<CommonBulkheadConfigurationProperties> resilience4j) {
		return new Resilience4jBulkheadInstances(properties, resilience4j);
	}

	/**
	 * Separate, since there may be no health support.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ CircuitBreakersHealthIndicator.class, StatusAggregator.class })
	static class HealthConfiguration {

		@Bean
		static Resilience4jHealth tencentCloudResilience4jHealth(ObjectProvider<CircuitBreakerRegistry> registries,
				ObjectProvider<CircuitBreakerConfigurationProperties> properties,
				ObjectProvider<StatusAggregator> aggregators) {
			return new Resilience4jHealth(registries, properties, aggregators);
		}

	}

}
