package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.github.tencentcloud.resilience.AllocatedBytes;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.actuate.TencentCloudEndpoint;
import io.github.tencentcloud.resilience.engine.CallSettingsSource;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may ask the endpoint, or switch, may not wear the application out with it.
 */
@ExtendWith(OutputCaptureExtension.class)
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

	@AfterEach
	void endSwitches() {
		application.getBean(TencentCloudResilienceControl.class).endAll();
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
		CallSettingsSource source = application.getBean(CallSettingsSource.class);
		Callable<Object> report = endpoint::report;
		for (int i = 0; i < 100; i++) {
			settings.ofCall(source, "product-" + i, "Describe");
		}
		report.call();
		long withHundred = AllocatedBytes.of(report);
		for (int i = 100; i < 2000; i++) {
			settings.ofCall(source, "product-" + i, "Describe");
		}
		assertThat(AllocatedBytes.of(report)).isLessThan(withHundred * 15);
	}

	@Test
	void thousandsOfSwitchesAreRefused() {
		int refused = 0;
		for (int i = 0; i < 300; i++) {
			EntityExchangeResult<String> answer = post(
					"{\"retries\":\"off\",\"mode\":\"observe\",\"product\":\"made-up-" + i + "\"}");
			refused += (answer.getStatus().value() == 400) ? 1 : 0;
			assertThat(answer.getStatus().value()).isEqualTo((i < 50) ? 200 : 400);
			assertThat(answer.getResponseBody()).hasSizeLessThan(32 * 1024);
		}
		assertThat(refused).isEqualTo(250);
		assertThat(application.getBean(TencentCloudResilienceControl.class).active()).hasSize(100);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "retries | Retries can only be", "mode | There is no mode",
			"for | is not a duration", "product | at most 100 characters" })
	void longValueIsRefusedInShort(String name, String problem) {
		for (String value : List.of("9".repeat(100_000) + "h", "x\\n\\u001b\\u2028\\ud800".repeat(10_000))) {
			Map<String, String> request = new LinkedHashMap<>(Map.of("retries", "off"));
			request.put(name, value);
			EntityExchangeResult<String> answer = post(request.entrySet()
				.stream()
				.map((entry) -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
				.collect(Collectors.joining(",", "{", "}")));
			assertThat(answer.getStatus().value()).isEqualTo(400);
			assertThat(answer.getResponseBody()).contains(problem)
				.hasSizeLessThan(1000)
				.doesNotContain("\\n", "\\u001b", "\u2028", "\\u2028", "\\uD800");
		}
		assertThat(application.getBean(TencentCloudResilienceControl.class).active()).isEmpty();
	}

	@Test
	void manyNamesAreNotAllRepeated() {
		assertThat(post("{\"" + "x\\n\\u001b".repeat(1000) + "\":1}").getResponseBody()).contains("There is no 'x??x??")
			.hasSizeLessThan(1000);
		String names = IntStream.range(0, 2000).mapToObj((i) -> "\"n" + i + "\":1").collect(Collectors.joining(","));
		EntityExchangeResult<String> answer = post("{" + names + "}");
		assertThat(answer.getStatus().value()).isEqualTo(400);
		assertThat(answer.getResponseBody()).contains("and 1995 more").hasSizeLessThan(1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "9223372036854775807h", "PT2562047788015215H31M", "-1h", "P1000000000000D", "PT", "1e9h",
			"٣h" })
	void durationsThatOverflowAreRefused(String duration) {
		EntityExchangeResult<String> answer = post("{\"retries\":\"off\",\"for\":\"" + duration + "\"}");
		assertThat(answer.getStatus().value()).as(answer.getResponseBody()).isEqualTo(400);
	}

	@Test
	void switchCannotForgeALine(CapturedOutput output) {
		assertThat(post("{\"retries\":\"off\",\"product\":\"sms\\n2026 WARN forged\"}").getStatus().value())
			.isEqualTo(400);
		assertThat(output).doesNotContain("forged");
	}

	private static EntityExchangeResult<String> post(String body) {
		return client.post()
			.uri("/actuator/tencentcloud")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange()
			.expectBody(String.class)
			.returnResult();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
