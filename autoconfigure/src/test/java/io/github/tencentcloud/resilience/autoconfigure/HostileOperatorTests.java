package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.github.tencentcloud.resilience.AllocatedBytes;
import io.github.tencentcloud.resilience.actuate.TencentCloudEndpoint;
import io.github.tencentcloud.resilience.client.SwitchedCallSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may ask the endpoint, or switch, may not wear the application out with it.
 */
class HostileOperatorTests {

	private static ConfigurableApplicationContext application;

	private static WebTestClient client;

	@BeforeAll
	static void start() {
		application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.properties(Map.of("server.port", "0", "management.endpoints.web.exposure.include", "tencentcloud",
					"management.endpoint.tencentcloud.access", "unrestricted"))
			.run();
		client = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"))
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void longCodeIsExplainedInShort() {
		client.get()
			.uri("/actuator/tencentcloud/" + "RequestLimitExceeded".repeat(195))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.code")
			.value(String.class, (code) -> assertThat(code).hasSize(200).endsWith("…"))
			.jsonPath("$.policy.name")
			.isEqualTo("unknown")
			.jsonPath("$.similar")
			.isEmpty();
	}

	@Test
	void productAndActionAreCutAndCleanedToo() {
		client.get()
			.uri("/actuator/tencentcloud/{code}?product={product}&action={action}", "A\nB",
					"p\u001b" + "x".repeat(1500), "y".repeat(1500))
			.exchange()
			.expectBody()
			.jsonPath("$.code")
			.isEqualTo("A?B")
			.jsonPath("$.product")
			.value(String.class, (product) -> assertThat(product).startsWith("p?x").hasSize(200))
			.jsonPath("$.action")
			.value(String.class, (action) -> assertThat(action).hasSize(200));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "a.", "RequestLimitExceeded", "Ü" })
	void longCodeCostsNoMoreThanAnyOther(String part) throws Exception {
		TencentCloudEndpoint endpoint = application.getBean(TencentCloudEndpoint.class);
		Callable<Object> shortOne = () -> endpoint.explain("RequestLimitExceded", null, null);
		Callable<Object> longOne = () -> endpoint.explain(part.repeat(3900 / part.length()), part, part);
		shortOne.call();
		longOne.call();
		assertThat(AllocatedBytes.of(longOne)).isLessThan(AllocatedBytes.of(shortOne) * 3 / 2);
	}

	@Test
	void reportGrowsWithItsProductsAndNoFaster() throws Exception {
		TencentCloudEndpoint endpoint = application.getBean(TencentCloudEndpoint.class);
		SwitchedCallSettings settings = application.getBean(SwitchedCallSettings.class);
		Callable<Object> report = endpoint::report;
		for (int i = 0; i < 100; i++) {
			settings.settings("product-" + i, "Describe");
		}
		report.call();
		long withHundred = AllocatedBytes.of(report);
		for (int i = 100; i < 2000; i++) {
			settings.settings("product-" + i, "Describe");
		}
		assertThat(AllocatedBytes.of(report)).isLessThan(withHundred * 15);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
