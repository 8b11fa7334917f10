package io.github.tencentcloud.resilience.demo;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;

import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;

/**
 * The clients of Tencent Cloud: a bean of each interface with
 * {@code @TencentCloudProduct}. All products share the address of the fake API. Without
 * the configurers, each would have its own, such as
 * {@code https://sms.tencentcloudapi.com}.
 */
@Configuration(proxyBeanMethods = false)
class TencentCloudConfiguration {

	private static final String REGION_HEADER = "X-TC-Region";

	private static final String REGION = "ap-guangzhou";

	private static String address(FakeTencentCloud fake) {
		return "http://" + fake.endpoint();
	}

	@Configuration(proxyBeanMethods = false)
	@Profile("!servlet")
	@ImportTencentCloudServices(basePackageClasses = Sms.class, clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
	static class WebClientConfiguration {

		@Bean
		WebClientHttpServiceGroupConfigurer fakeTencentCloudConfigurer(FakeTencentCloud fake) {
			return (groups) -> groups
				.forEachClient((group, client) -> client.baseUrl(address(fake)).defaultHeader(REGION_HEADER, REGION));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Profile("servlet")
	@ImportTencentCloudServices(basePackageClasses = Sms.class, clientType = HttpServiceGroup.ClientType.REST_CLIENT)
	static class RestClientConfiguration {

		@Bean
		RestClientHttpServiceGroupConfigurer fakeTencentCloudConfigurer(FakeTencentCloud fake) {
			return (groups) -> groups
				.forEachClient((group, client) -> client.baseUrl(address(fake)).defaultHeader(REGION_HEADER, REGION));
		}

	}

}
