package io.github.tencentcloud.resilience.autoconfigure;

import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes {@code resilience4j.circuitbreaker.instances.tencentcloud-*} an overlay of our
 * settings, where Resilience4j's own auto-configuration is at work.
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

}
