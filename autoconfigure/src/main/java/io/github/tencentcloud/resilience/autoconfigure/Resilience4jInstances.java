package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;

import io.github.resilience4j.common.CompositeCustomizer;
import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties;
import io.github.resilience4j.common.circuitbreaker.configuration.CommonCircuitBreakerConfigurationProperties.InstanceProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.admission.CircuitBreakers;

/**
 * Gives Resilience4j's instances named {@code tencentcloud-*} our settings as their base
 * configuration. Without this, an instance that overrides one field would reset the
 * others to Resilience4j's defaults.
 */
final class Resilience4jInstances implements EarlyPostProcessor {

	private static final String BASE_CONFIG = "tencentcloud.resilience.circuit-breaker";

	/**
	 * The bean that collects customizers. It is not reachable from the properties, since
	 * a customizer may depend on them.
	 */
	private static final String CUSTOMIZER = "compositeCircuitBreakerCustomizer";

	private final ObjectProvider<TencentCloudResilienceProperties> properties;

	private final ObjectProvider<CommonCircuitBreakerConfigurationProperties> resilience4j;

	Resilience4jInstances(ObjectProvider<TencentCloudResilienceProperties> properties,
			ObjectProvider<CommonCircuitBreakerConfigurationProperties> resilience4j) {
		this.properties = properties;
		this.resilience4j = resilience4j;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof CommonCircuitBreakerConfigurationProperties resilience4j) {
			List.copyOf(resilience4j.getInstances().keySet()).forEach((name) -> underlay(resilience4j, name));
		}
		else if (bean instanceof CompositeCustomizer<?> customizer && beanName.equals(CUSTOMIZER)) {
			this.resilience4j
				.ifUnique((resilience4j) -> customizer.instanceNames().forEach((name) -> underlay(resilience4j, name)));
		}
		return bean;
	}

	private void underlay(CommonCircuitBreakerConfigurationProperties resilience4j, String name) {
		if (!name.startsWith(CircuitBreakers.NAME_PREFIX)) {
			return;
		}
		InstanceProperties instance = resilience4j.getInstances()
			.computeIfAbsent(name, (key) -> new InstanceProperties());
		fixHealth(instance, resilience4j.getConfigs().get(instance.getBaseConfig()));
		if (StringUtils.hasText(instance.getBaseConfig())) {
			return;
		}
		ConfiguredBreakers breakers = new ConfiguredBreakers(this.properties.getObject());
		String product = breakers.productOf(name);
		String base = (product != null) ? BASE_CONFIG + "." + product : BASE_CONFIG;
		resilience4j.getConfigs().computeIfAbsent(base, (key) -> base(breakers.ofProduct(product)));
		instance.setBaseConfig(base);
	}

	/**
	 * What neither the instance nor the configuration that it names sets would be filled
	 * in from {@code configs.default}.
	 */
	private static void fixHealth(InstanceProperties instance, @Nullable InstanceProperties named) {
		if (instance.getRegisterHealthIndicator() == null) {
			instance
				.setRegisterHealthIndicator(named != null && Boolean.TRUE.equals(named.getRegisterHealthIndicator()));
		}
		if (instance.getAllowHealthIndicatorToFail() == null) {
			instance.setAllowHealthIndicatorToFail(
					named != null && Boolean.TRUE.equals(named.getAllowHealthIndicatorToFail()));
		}
	}

	private static InstanceProperties base(BreakerProperties properties) {
		InstanceProperties base = new InstanceProperties();
		PropertyMapper map = PropertyMapper.get();
		map.from(properties::failureRateThreshold).to(base::setFailureRateThreshold);
		map.from(properties::slowCallRateThreshold).to(base::setSlowCallRateThreshold);
		map.from(properties::slowCallDurationThreshold).to(base::setSlowCallDurationThreshold);
		map.from(properties::slidingWindowType).to(base::setSlidingWindowType);
		map.from(properties::slidingWindowSize).to(base::setSlidingWindowSize);
		map.from(properties::minimumNumberOfCalls).to(base::setMinimumNumberOfCalls);
		map.from(properties::waitDurationInOpenState).to(base::setWaitDurationInOpenState);
		map.from(properties::permittedNumberOfCallsInHalfOpenState).to(base::setPermittedNumberOfCallsInHalfOpenState);
		map.from(properties::maxWaitDurationInHalfOpenState).to(base::setMaxWaitDurationInHalfOpenState);
		map.from(properties::automaticTransitionFromOpenToHalfOpenEnabled)
			.to(base::setAutomaticTransitionFromOpenToHalfOpenEnabled);
		return base;
	}

}
