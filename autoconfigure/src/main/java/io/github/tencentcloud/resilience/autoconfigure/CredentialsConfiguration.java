package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.github.tencentcloud.resilience.signing.StaticCredentialsProvider;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;

/**
 * Credentials from the properties, unless the application or the vendor's SDK provides
 * them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSetting(name = "tencentcloud.signing.enabled", matchIfMissing = true)
@Import(SdkCredentialsConfiguration.class)
class CredentialsConfiguration {

	/** The name shows the check that the provider is ours. */
	static final String PROVIDER = "tencentCloudConfiguredCredentialsProvider";

	@Bean(PROVIDER)
	@ConditionalOnMissingBean(TencentCloudCredentialsProvider.class)
	@Conditional(Configured.class)
	StaticCredentialsProvider configuredCredentialsProvider(ConfigurableEnvironment environment) {
		return ConfiguredCredentials.of(environment).provider();
	}

	/**
	 * Whether there are credentials. An image is built without the environment that it
	 * will run in, so there it is decided at run time.
	 */
	static class Configured extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConfigurableEnvironment environment = (ConfigurableEnvironment) context.getEnvironment();
			boolean match = SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)
					|| !ConfiguredCredentials.of(environment).isEmpty();
			ConditionMessage.Builder message = ConditionMessage.forCondition("Tencent Cloud credentials");
			return new ConditionOutcome(match, match ? message.because("they are configured")
					: message.because("neither properties nor environment variables hold any"));
		}

	}

}
