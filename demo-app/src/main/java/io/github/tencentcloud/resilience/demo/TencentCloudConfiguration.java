package io.github.tencentcloud.resilience.demo;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

import io.github.tencentcloud.resilience.demo.fake.FakeTencentCloud;
import io.github.tencentcloud.resilience.service.ImportTencentCloudServices;

/**
 * The clients of Tencent Cloud: a bean of each interface with
 * {@code @TencentCloudProduct}.
 */
@Configuration(proxyBeanMethods = false)
@ImportTencentCloudServices(basePackageClasses = Sms.class)
class TencentCloudConfiguration {

	/**
	 * All products share the address of the fake API. Without this, each would have its
	 * own, such as {@code https://sms.tencentcloudapi.com}.
	 */
	@Bean
	WebClientHttpServiceGroupConfigurer fakeTencentCloudConfigurer(FakeTencentCloud fake) {
		return (groups) -> groups.forEachClient((group, client) -> client.baseUrl("http://" + fake.endpoint())
			.defaultHeader("X-TC-Region", "ap-guangzhou")
			.filter(new AttemptCounter()));
	}

}
