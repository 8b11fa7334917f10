package io.github.tencentcloud.resilience.autoconfigure;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * HTTP interfaces that call Tencent Cloud.
 */
@Configuration(proxyBeanMethods = false)
class HttpServicesConfiguration {

	@Bean
	RestClientGroupCheck tencentCloudRestClientGroupCheck() {
		return new RestClientGroupCheck();
	}

	/** Apart, since WebFlux may be missing. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	static class WebClientGroupsConfiguration {

		@Bean
		HttpServiceDefaults tencentCloudHttpServiceDefaults(TencentCloudResilienceProperties properties) {
			return new HttpServiceDefaults(properties);
		}

		/** Apart, since Jackson 3 may be missing. */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ JsonMapper.class, JacksonJsonEncoder.class })
		static class NamingConfiguration {

			@Bean
			HttpServiceNaming tencentCloudHttpServiceNaming(ObjectProvider<JsonMapper> mappers,
					Environment environment) {
				return new HttpServiceNaming(mappers, environment);
			}

		}

	}

}
