package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.tencentcloud.resilience.client.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.metrics.CallMeters;
import io.github.tencentcloud.resilience.metrics.LibraryInfo;
import io.github.tencentcloud.resilience.metrics.MicrometerCallMeters;
import io.github.tencentcloud.resilience.policy.PolicyResolver;

/**
 * Meters, where there is a registry for them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "tencentcloud.resilience.metrics.enabled", matchIfMissing = true)
class MicrometerConfiguration {

	@Bean
	@ConditionalOnMissingBean(CallMeters.class)
	MicrometerCallMeters tencentCloudMicrometerCallMeters(MeterRegistry registry,
			TencentCloudResilienceProperties properties, PolicyResolver policies) {
		return new MicrometerCallMeters(registry, properties.metrics().limits(), policies::lists);
	}

	@Bean
	@ConditionalOnMissingBean
	LibraryInfo tencentCloudLibraryInfo(TencentCloudResilienceProperties properties,
			TencentCloudResilienceControl control) throws IOException {
		LibraryInfo info = new LibraryInfo(LibraryVersion.get(), () -> control.mode(properties.mode()));
		control.onChange(info::changed);
		return info;
	}

}
