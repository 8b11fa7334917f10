package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * HTTP interfaces over clients that nobody guards.
 */
@Configuration(proxyBeanMethods = false)
class UnguardedGroupsConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientHttpServiceGroupConfigurer.class)
	@ConditionalOnMissingClass("org.springframework.boot.restclient.RestClientCustomizer")
	static class OnRestClientConfiguration {

		@Bean
		UnguardedGroupCheck.OnRestClient tencentCloudUnguardedRestClientGroupCheck() {
			return new UnguardedGroupCheck.OnRestClient();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClientHttpServiceGroupConfigurer.class)
	@ConditionalOnMissingClass("org.springframework.boot.webclient.WebClientCustomizer")
	static class OnWebClientConfiguration {

		@Bean
		UnguardedGroupCheck.OnWebClient tencentCloudUnguardedWebClientGroupCheck() {
			return new UnguardedGroupCheck.OnWebClient();
		}

	}

}
