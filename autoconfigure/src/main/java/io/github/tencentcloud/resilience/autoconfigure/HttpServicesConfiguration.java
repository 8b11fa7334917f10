package io.github.tencentcloud.resilience.autoconfigure;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.codec.json.JacksonJsonEncoder;

/**
 * HTTP interfaces that call Tencent Cloud.
 */
@Configuration(proxyBeanMethods = false)
class HttpServicesConfiguration {

	@Bean
	HttpServiceDefaults tencentCloudHttpServiceDefaults(TencentCloudResilienceProperties properties) {
		return new HttpServiceDefaults(properties);
	}

	@Bean
	RestClientGroupCheck tencentCloudRestClientGroupCheck() {
		return new RestClientGroupCheck();
	}

	/** Apart, since Jackson 3 may be missing. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JsonMapper.class, JacksonJsonEncoder.class })
	static class NamingConfiguration {

		@Bean
		HttpServiceNaming tencentCloudHttpServiceNaming(ObjectProvider<JsonMapper> mappers, Environment environment) {
			return new HttpServiceNaming(mappers, environment);
		}

	}

}
