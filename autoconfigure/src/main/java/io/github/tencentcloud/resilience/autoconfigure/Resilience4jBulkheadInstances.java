package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;

import io.github.resilience4j.common.CompositeCustomizer;
import io.github.resilience4j.common.bulkhead.configuration.CommonBulkheadConfigurationProperties;
import io.github.resilience4j.common.bulkhead.configuration.CommonBulkheadConfigurationProperties.InstanceProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

import io.github.tencentcloud.resilience.admission.BulkheadSettings;
import io.github.tencentcloud.resilience.admission.Bulkheads;

/**
 * Gives Resilience4j's bulkheads named {@code tencentcloud-*} our settings as their base
 * configuration, as {@link Resilience4jInstances} does for circuit breakers.
 */
final class Resilience4jBulkheadInstances implements EarlyPostProcessor {

	private static final String BASE_CONFIG = "tencentcloud.resilience.bulkhead.";

	private static final String CUSTOMIZER = "compositeBulkheadCustomizer";

	private final ObjectProvider<TencentCloudResilienceProperties> properties;

	private final ObjectProvider<CommonBulkheadConfigurationProperties> resilience4j;

	Resilience4jBulkheadInstances(ObjectProvider<TencentCloudResilienceProperties> properties,
			ObjectProvider<CommonBulkheadConfigurationProperties> resilience4j) {
		this.properties = properties;
		this.resilience4j = resilience4j;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof CommonBulkheadConfigurationProperties resilience4j) {
			List.copyOf(resilience4j.getInstances().keySet()).forEach((name) -> underlay(resilience4j, name));
		}
		else if (bean instanceof CompositeCustomizer<?> customizer && beanName.equals(CUSTOMIZER)) {
			this.resilience4j
				.ifUnique((resilience4j) -> customizer.instanceNames().forEach((name) -> underlay(resilience4j, name)));
		}
		return bean;
	}

	private void underlay(CommonBulkheadConfigurationProperties resilience4j, String name) {
		BulkheadSettings settings = name.startsWith(Bulkheads.NAME_PREFIX)
				? new ConfiguredBulkheads(this.properties.getObject()).ofName(name) : null;
		if (settings == null) {
			return;
		}
		InstanceProperties instance = resilience4j.getInstances()
			.computeIfAbsent(name, (key) -> new InstanceProperties());
		if (!StringUtils.hasText(instance.getBaseConfig())) {
			resilience4j.getConfigs().put(BASE_CONFIG + name, base(settings));
			instance.setBaseConfig(BASE_CONFIG + name);
		}
	}

	private static InstanceProperties base(BulkheadSettings settings) {
		return new InstanceProperties().setMaxConcurrentCalls(settings.maxConcurrentCalls())
			.setMaxWaitDuration(settings.maxWaitDuration());
	}

}
