package io.github.tencentcloud.resilience.autoconfigure;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.Order;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.sdk.SdkCalls;
import io.github.tencentcloud.resilience.sdk.SdkCredential;
import io.github.tencentcloud.resilience.sdk.TencentCloudSdk;
import io.github.tencentcloud.resilience.signing.CredentialRotation;

/**
 * Lets the calls of the vendor's SDK in.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnSdk.class)
class SdkConfiguration {

	@Bean
	@Proxyable(ProxyType.TARGET_CLASS)
	SdkCalls tencentCloudSdkCalls(DeferredEngine engine) {
		return new SdkCalls(engine::hosts, engine);
	}

	@Bean
	@ConditionalOnMissingBean
	@Proxyable(ProxyType.TARGET_CLASS)
	TencentCloudSdk tencentCloudSdk(SdkCalls calls) {
		return new TencentCloudSdk(calls);
	}

	/** One for each client, since whoever gets it sets what only concerns that. */
	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean
	ClientProfile tencentCloudClientProfile(TencentCloudSdk sdk) {
		return sdk.newProfile();
	}

	/** Where there are credentials that rotate, or might. */
	@Bean
	@ConditionalOnBean(CredentialRotation.class)
	@ConditionalOnMissingBean(Credential.class)
	SdkCredential tencentCloudSdkCredential(CredentialRotation rotation, Time time) {
		return new SdkCredential(rotation, time);
	}

	/**
	 * Static, and with nothing but a provider, since it is created before other beans.
	 */
	@Bean
	static UnguardedSdkClients tencentCloudUnguardedSdkClients(
			ObjectProvider<TencentCloudResilienceProperties> properties) {
		return new UnguardedSdkClients(properties);
	}

	@Bean
	@Order(3)
	Door tencentCloudSdkDoor() {
		return new Door("SDK");
	}

}
