package io.github.tencentcloud.resilience.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.HttpInterfaceApplication;
import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A reactive web application with an interface on {@code RestClient}: Boot has neither
 * request factories nor converters for it there.
 */
class ReactiveApplicationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(HttpInterfaceApplication.autoConfigurations())
		.withConfiguration(
				AutoConfigurations.of(JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class))
		.withUserConfiguration(Services.class)
		.withPropertyValues(LoopbackHttp.SHORT_QUIET_PERIOD);

	@Test
	void interfaceHasItsNamesAndAllConverters() {
		try (Receiver server = new Receiver("{\"Response\":{\"TotalCount\":7,\"RequestId\":\"r\"}}")) {
			this.runner.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + server.host())
				.run((context) -> {
					Cvm cvm = context.getBean(Cvm.class);
					assertThat(cvm.describe(new Page(20))).isEqualTo(new Instances(7, "r"));
					assertThat(server.body()).isEqualTo("{\"PageSize\":20}");
					assertThat(cvm.describe()).isEqualTo("{\"TotalCount\":7,\"RequestId\":\"r\"}");
				});
		}
	}

	@Test
	void interfaceIsGuarded() {
		try (Receiver server = new Receiver(
				"{\"Response\":{\"Error\":{\"Code\":\"AuthFailure\",\"Message\":\"m\"},\"RequestId\":\"r\"}}")) {
			this.runner.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + server.host())
				.run((context) -> assertThatExceptionOfType(TencentCloudApiException.class)
					.isThrownBy(() -> context.getBean(Cvm.class).describe()));
		}
	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeInstances")
		Instances describe(@RequestBody Page page);

		@TencentCloudAction("DescribeInstances")
		String describe();

	}

	record Page(int pageSize) {

	}

	record Instances(int totalCount, String requestId) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "cvm", types = Cvm.class)
	static class Services {

	}

}
