package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.util.Properties;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

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
	LibraryInfo tencentCloudLibraryInfo(TencentCloudResilienceProperties properties) throws IOException {
		Properties library = PropertiesLoaderUtils
			.loadProperties(new ClassPathResource("version.properties", MicrometerConfiguration.class));
		return new LibraryInfo(library.getProperty("version"), properties.mode().value());
	}

}
