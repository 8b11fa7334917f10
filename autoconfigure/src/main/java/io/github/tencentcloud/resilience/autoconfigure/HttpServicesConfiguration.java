package io.github.tencentcloud.resilience.autoconfigure;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * HTTP interfaces that call Tencent Cloud.
 */
@Configuration(proxyBeanMethods = false)
@Import(UnguardedGroupsConfiguration.class)
class HttpServicesConfiguration {

	@Bean
	HttpServiceDefaults.OnRestClient tencentCloudRestClientServiceDefaults(
			TencentCloudResilienceProperties properties) {
		return new HttpServiceDefaults.OnRestClient(properties);
	}

	@Bean
	RestClientGroupCheck tencentCloudRestClientGroupCheck(ResourceLoader resources) {
		return new RestClientGroupCheck(ClassUtils.isPresent("org.springframework.boot.webclient.WebClientCustomizer",
				resources.getClassLoader()));
	}

	/** Apart, since Jackson 3 may be missing. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JsonMapper.class, JacksonJsonHttpMessageConverter.class })
	static class NamingOnRestClientConfiguration {

		@Bean
		HttpServiceNaming.OnRestClient tencentCloudRestClientServiceNaming(ObjectProvider<JsonMapper> mappers,
				Environment environment) {
			return new HttpServiceNaming.OnRestClient(mappers, environment);
		}

	}

	/** Where Boot does not ask for the guarded request factory. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientCustomizer.class)
	@ConditionalOnBean(HttpServiceProxyRegistry.class)
	@ConditionalOnMissingBean(
			type = "org.springframework.boot.restclient.autoconfigure.service.PropertiesRestClientHttpServiceGroupConfigurer")
	static class GuardOnRestClientConfiguration {

		@Bean
		HttpServiceGuard.OnRestClient tencentCloudRestClientServiceGuard(ClientHttpRequestFactoryBuilder<?> builder,
				ObjectProvider<HttpClientSettings> settings) {
			return new HttpServiceGuard.OnRestClient(builder, settings.getIfAvailable());
		}

	}

	/** Where Boot does not ask the customizer. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebClient.class, WebClientCustomizer.class })
	@ConditionalOnBean(HttpServiceProxyRegistry.class)
	@ConditionalOnMissingBean(
			type = "org.springframework.boot.webclient.autoconfigure.service.WebClientCustomizerHttpServiceGroupConfigurer")
	static class GuardOnWebClientConfiguration {

		@Bean
		HttpServiceGuard.OnWebClient tencentCloudWebClientServiceGuard(
				ObjectProvider<TencentCloudWebClientCustomizer> customizers) {
			return new HttpServiceGuard.OnWebClient(customizers);
		}

	}

	/** Apart, since WebFlux may be missing. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	static class OnWebClientConfiguration {

		@Bean
		HttpServiceDefaults.OnWebClient tencentCloudWebClientServiceDefaults(
				TencentCloudResilienceProperties properties) {
			return new HttpServiceDefaults.OnWebClient(properties);
		}

		/** Apart, since Jackson 3 may be missing. */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ JsonMapper.class, JacksonJsonEncoder.class })
		static class NamingOnWebClientConfiguration {

			@Bean
			HttpServiceNaming.OnWebClient tencentCloudWebClientServiceNaming(ObjectProvider<JsonMapper> mappers,
					Environment environment) {
				return new HttpServiceNaming.OnWebClient(mappers, environment);
			}

		}

	}

}
