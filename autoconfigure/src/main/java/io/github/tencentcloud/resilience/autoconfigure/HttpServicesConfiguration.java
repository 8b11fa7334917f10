package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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

}
