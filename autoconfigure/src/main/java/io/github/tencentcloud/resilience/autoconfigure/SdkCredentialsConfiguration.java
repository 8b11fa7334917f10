package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Clock;

import com.tencentcloudapi.common.provider.CredentialsProvider;
import com.tencentcloudapi.common.provider.DefaultCredentialsProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.signing.SdkCredentialsProvider;
import io.github.tencentcloud.resilience.signing.StaticCredentialsProvider;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;

/**
 * Credentials that the vendor's SDK finds, where the user asks for that. Named accounts
 * come from the properties all the same.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(CredentialsProvider.class)
@ConditionalOnSetting(name = "tencentcloud.credentials.from-sdk")
class SdkCredentialsConfiguration {

	/** The name shows the check that the provider is ours. */
	static final String PROVIDER = "tencentCloudSdkCredentialsProvider";

	/**
	 * Choosing among several providers is not up to us, and the wrong one would sign for
	 * the wrong account, so that is an error.
	 */
	@Bean(PROVIDER)
	@ConditionalOnMissingBean(TencentCloudCredentialsProvider.class)
	StaticCredentialsProvider sdkCredentialsProvider(ObjectProvider<CredentialsProvider> providers,
			ObjectProvider<Clock> clocks, Time time, ConfigurableEnvironment environment) {
		ConfiguredCredentials configured = ConfiguredCredentials.of(environment);
		if (!CredentialProperties.of(environment).fromSdk()) {
			return configured.provider();
		}
		SdkCredentialsProvider provider = new SdkCredentialsProvider(
				providers.getIfAvailable(DefaultCredentialsProvider::new), clocks.getIfUnique(Clock::systemUTC), time);
		return StaticCredentialsProvider.withDefault(provider, configured.accounts());
	}

}
