package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.engine.CallSigning;
import io.github.tencentcloud.resilience.engine.TargetHosts;
import io.github.tencentcloud.resilience.signing.ClockOffsets;
import io.github.tencentcloud.resilience.signing.CredentialRotation;
import io.github.tencentcloud.resilience.signing.RequestSigner;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.SafeCallMeters;

/**
 * Signatures, where there are credentials.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSetting(name = "tencentcloud.signing.enabled", matchIfMissing = true)
@ConditionalOnBean(TencentCloudCredentialsProvider.class)
class SigningConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServerClock tencentCloudServerClock(ObjectProvider<Clock> clocks) {
		return new ServerClock(clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	CredentialRotation tencentCloudCredentialRotation(TencentCloudCredentialsProvider provider,
			ObjectProvider<Clock> clocks, Time time) {
		return new CredentialRotation(provider, clocks.getIfUnique(Clock::systemUTC), time);
	}

	@Bean
	@ConditionalOnMissingBean
	RequestSigner tencentCloudRequestSigner(TargetHosts hosts) {
		return new RequestSigner(hosts::covers);
	}

	@Bean
	@ConditionalOnMissingBean
	CallSigning tencentCloudCallSigning(RequestSigner signer, CredentialRotation rotation, ServerClock clock,
			SigningProperties properties, CallMeters meters) {
		return new CallSigning(signer, rotation, clock, properties.unsignedPayload(), properties.language(),
				new ClockOffsets(clock, SafeCallMeters.of(meters)::clockOffset));
	}

	/**
	 * Where calls of WebClient are signed. Apart, since its HTTP clients need Reactor.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebClient.class, WebClientCustomizer.class })
	static class RedirectConfiguration {

		@Bean
		RedirectWarning tencentCloudRedirectWarning(SigningProperties properties, ObjectProvider<CallSigning> signings,
				ObjectProvider<ClientHttpConnectorBuilder<?>> builders, ObjectProvider<HttpClientSettings> settings) {
			return new RedirectWarning(properties, signings, builders, settings);
		}

	}

}
