package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.actuate.CodeExplainer;
import io.github.tencentcloud.resilience.actuate.ConfigurationView;
import io.github.tencentcloud.resilience.actuate.ReportWriter;
import io.github.tencentcloud.resilience.actuate.SwitchRequestAdvisor;
import io.github.tencentcloud.resilience.actuate.TencentCloudEndpoint;
import io.github.tencentcloud.resilience.actuate.TencentCloudHealthIndicator;
import io.github.tencentcloud.resilience.engine.CurrentSettings;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the endpoint and the health
 * indicator, where the actuator is present.
 */
@AutoConfiguration(after = TencentCloudResilienceAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnBean(SwitchedCallSettings.class)
public final class TencentCloudActuatorAutoConfiguration {

	TencentCloudActuatorAutoConfiguration() {
		// For the container only
	}

	/**
	 * The endpoint. A condition whose class is missing would be an error, so it is nested
	 * in one that checks for it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	static class EndpointConfiguration {

		/**
		 * Where the endpoint is exposed.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnAvailableEndpoint(TencentCloudEndpoint.class)
		static class AvailableEndpointConfiguration {

			@Bean
			@ConditionalOnMissingBean
			TencentCloudEndpoint tencentCloudEndpoint(SettingsInForce inForce, ConfigurableEnvironment environment,
					TencentCloudResilienceControl control, CurrentSettings settings, SwitchedCallSettings switched)
					throws IOException {
				ConfigurationView configuration = new ConfiguredOrigins(inForce, environment);
				return new TencentCloudEndpoint(
						new ReportWriter(LibraryVersion.get(), configuration, control, settings, switched),
						new CodeExplainer(settings, switched, configuration), control);
			}

			@Bean
			SwitchRequestAdvisor tencentCloudSwitchRequestAdvisor(ObjectProvider<TencentCloudEndpoint> endpoint) {
				return new SwitchRequestAdvisor(endpoint);
			}

		}

	}

	/**
	 * Health, in the same way.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Health.class, ConditionalOnEnabledHealthIndicator.class })
	static class HealthConfiguration {

		/**
		 * Where it is wanted.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnEnabledHealthIndicator("tencentcloud")
		static class EnabledHealthConfiguration {

			@Bean
			@ConditionalOnMissingBean(name = "tencentcloudHealthIndicator")
			TencentCloudHealthIndicator tencentcloudHealthIndicator(CurrentSettings settings) {
				return new TencentCloudHealthIndicator(settings);
			}

		}

	}

}
