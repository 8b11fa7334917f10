package io.github.tencentcloud.resilience.autoconfigure;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.WebClient;

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
