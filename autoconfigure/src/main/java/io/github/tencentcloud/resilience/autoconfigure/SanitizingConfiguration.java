package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Keeps credentials out of the actuator's answers, even where those show values.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SanitizingFunction.class)
class SanitizingConfiguration {

	@Bean
	SanitizingFunction tencentCloudSanitizingFunction(ConfigurableEnvironment environment) {
		CredentialMask mask = new CredentialMask(ConfiguredCredentials.of(environment).secrets().toList());
		return (data) -> mask.covers(data.getKey(), data.getValue()) ? data.withSanitizedValue() : data;
	}

}
