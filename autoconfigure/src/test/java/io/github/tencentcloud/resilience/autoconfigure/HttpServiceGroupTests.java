package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.client.TencentCloudApiException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * HTTP interfaces that are built on {@code WebClient} are guarded too.
 */
class HttpServiceGroupTests {

	private final DisposableServer server = HttpServer.create()
		.host("127.0.0.1")
		.port(0)
		.handle((request, response) -> response.header("Content-Type", "application/json").sendString(Mono.just("""
				{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"m"},"RequestId":"r"}}""")))
		.bindNow();

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	@Test
	void interfaceRaisesTheErrorOfTheEnvelope() {
		String address = "127.0.0.1:" + this.server.port();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
					HttpServiceClientPropertiesAutoConfiguration.class, WebClientAutoConfiguration.class,
					ReactiveHttpServiceClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
			.withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.cvm.base-url=http://" + address,
					"tencentcloud.resilience.products.cvm.host=" + address)
			.run((context) -> assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> context.getBean(Cvm.class).describeZones().block(Duration.ofSeconds(10)))
				.satisfies((ex) -> assertThat(ex.getFailure().describe()).startsWith("cvm.DescribeZones")));
	}

	interface Cvm {

		@PostExchange(url = "/", headers = "X-TC-Action=DescribeZones")
		Mono<String> describeZones();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "cvm", types = Cvm.class, clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
	static class Services {

	}

}
