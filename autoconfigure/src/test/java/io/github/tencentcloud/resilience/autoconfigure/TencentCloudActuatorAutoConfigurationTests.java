package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.actuate.TencentCloudEndpoint;
import io.github.tencentcloud.resilience.actuate.TencentCloudHealthIndicator;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint and health in a real application, over HTTP.
 */
class TencentCloudActuatorAutoConfigurationTests {

	private static final String YAML = """
			tencentcloud:
			  resilience:
			    codes:
			      RequestLimitExceeded: patient
			      InternalError.Mine: fail
			    reasons:
			      StockEmpty: capacity
			    policies:
			      patient:
			        decision: retry
			        max-retries: 7
			    products:
			      sms:
			        codes:
			          FailedOperation.Slow: throttled
			        actions:
			          SendSms:
			            max-attempts: 1
			            codes:
			              FailedOperation: invalid
			    endings:
			      StockGone: capacity
			""";

	@TempDir
	private static Path folder;

	private static Receiver receiver;

	/** As it is when the user has said nothing about access. */
	private static ConfigurableApplicationContext closed;

	private static ConfigurableApplicationContext open;

	@BeforeAll
	static void start() throws IOException {
		Files.writeString(folder.resolve("application.yml"), YAML);
		receiver = new Receiver();
		closed = start("tencentcloud.resilience.products.cvm.host=" + receiver.host(),
				"tencentcloud.credentials.secret-id=AKIDsecret", "tencentcloud.credentials.secret-key=verysecret",
				"management.endpoint.health.show-details=always", "management.endpoint.health.probes.enabled=true");
		open = start("management.endpoint.tencentcloud.access=unrestricted");
	}

	@AfterAll
	static void stop() {
		closed.close();
		open.close();
		receiver.close();
	}

	@AfterEach
	void endSwitches() {
		open.getBean(TencentCloudResilienceControl.class).endAll();
	}

	@Test
	void reportSaysWhatIsInForce() {
		callCvm();
		String report = new String(client(closed).get()
			.uri("/actuator/tencentcloud")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.mode")
			.isEqualTo("enforce")
			.jsonPath("$.products[?(@.name=='cvm')].called")
			.isEqualTo(true)
			.jsonPath("$.products[?(@.name=='sms')].called")
			.isEqualTo(false)
			.jsonPath("$.products[?(@.name=='sms')].configured")
			.isEqualTo(true)
			.jsonPath("$.circuitBreakers[0].name")
			.isEqualTo("tencentcloud-cvm-none")
			.jsonPath("$.circuitBreakers[0].state")
			.isEqualTo("closed")
			.jsonPath("$.retryBudgets[?(@.product=='cvm')].tokens")
			.exists()
			.jsonPath("$.policies[?(@.name=='patient')].maxRetries")
			.isEqualTo(7)
			.jsonPath("$.policies[?(@.name=='patient')].properties[1].property")
			.isEqualTo("tencentcloud.resilience.policies.patient.max-retries")
			.jsonPath("$.policies[?(@.name=='throttled')].delay")
			.isEqualTo("500ms")
			.jsonPath("$.pacing")
			.isEmpty()
			.jsonPath("$.switches")
			.isEmpty()
			.returnResult()
			.getResponseBody());
		assertThat(report).doesNotContain("AKIDsecret", "verysecret");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = {
			"RequestLimitExceeded.UinLimitExceeded, , RequestLimitExceeded, global, user, patient, codes.RequestLimitExceeded, 4",
			"FailedOperation.StockEmpty, , StockEmpty, reasons, user, capacity, reasons.StockEmpty, 7",
			"FailedOperation.AllStockGone, , StockGone, endings, user, capacity, endings.StockGone, 22",
			"FailedOperation.Slow.Very, ?product=SMS, FailedOperation.Slow, product, user, throttled, products.sms.codes.FailedOperation.Slow, 15",
			"FailedOperation.X, ?product=sms&action=sendsms, FailedOperation, action, user, invalid, products.sms.actions.SendSms.codes.FailedOperation, 20",
			"AuthFailure.SignatureFailure, , AuthFailure.SignatureFailure, global, catalogue, auth, -, -" })
	void explanationSaysWhichRuleDecidesAndWhereItIsWritten(String code, String query, String key, String table,
			String source, String policy, String property, String line) {
		WebTestClient.BodyContentSpec body = client(closed).get()
			.uri("/actuator/tencentcloud/" + code + ((query != null) ? query : ""))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.rule.key")
			.isEqualTo(key)
			.jsonPath("$.rule.table")
			.isEqualTo(table)
			.jsonPath("$.rule.source")
			.isEqualTo(source)
			.jsonPath("$.rule.policy")
			.isEqualTo(policy)
			.jsonPath("$.policy.name")
			.isEqualTo(policy);
		if (property != null) {
			body.jsonPath("$.rule.property.property")
				.isEqualTo("tencentcloud.resilience." + property)
				.jsonPath("$.rule.property.origin")
				.value(String.class, (origin) -> assertThat(origin).contains("application.yml] - " + line + ":"));
		}
		else {
			body.jsonPath("$.rule.property").doesNotExist().jsonPath("$.rule.why").isNotEmpty();
		}
	}

	@Test
	void explanationNamesTheBuiltInRuleThatTheUsersReplaces() {
		client(closed).get()
			.uri("/actuator/tencentcloud/RequestLimitExceeded")
			.exchange()
			.expectBody()
			.jsonPath("$.builtIn.policy")
			.isEqualTo("throttled")
			.jsonPath("$.builtIn.why")
			.isNotEmpty();
	}

	@Test
	void explanationSaysWhatAnAttemptWouldDo() {
		WebTestClient client = client(closed);
		client.get()
			.uri("/actuator/tencentcloud/InternalError?product=cvm&action=RunInstances")
			.exchange()
			.expectBody()
			.jsonPath("$.read")
			.value(String.class, (text) -> assertThat(text).contains("Repeated up to 2 times"))
			.jsonPath("$.write")
			.value(String.class, (text) -> assertThat(text).contains("may have been executed"))
			.jsonPath("$.actionIs")
			.value(String.class, (text) -> assertThat(text).startsWith("write"));
		client.get()
			.uri("/actuator/tencentcloud/RequestLimitExceeded?product=sms&action=SendSms")
			.exchange()
			.expectBody()
			.jsonPath("$.write")
			.value(String.class, (text) -> assertThat(text).contains("max-attempts is 1"));
	}

	@Test
	void unknownCodeGetsTheNearestKnownOnes() {
		client(closed).get()
			.uri("/actuator/tencentcloud/RequestLimitExceded")
			.exchange()
			.expectBody()
			.jsonPath("$.rule")
			.doesNotExist()
			.jsonPath("$.policy.name")
			.isEqualTo("unknown")
			.jsonPath("$.similar[0]")
			.isEqualTo("RequestLimitExceeded");
	}

	@Test
	void successIsNoError() {
		client(closed).get()
			.uri("/actuator/tencentcloud/OK")
			.exchange()
			.expectBody()
			.jsonPath("$.policy")
			.doesNotExist()
			.jsonPath("$.read")
			.value(String.class, (text) -> assertThat(text).startsWith("The caller gets it."));
	}

	@Test
	void nothingCanBeSwitchedUnlessTheUserOpensIt() {
		WebTestClient client = client(closed);
		post(client, "{\"retries\":\"off\"}").expectStatus().isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
		client.delete()
			.uri("/actuator/tencentcloud")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
		assertThat(closed.getBean(TencentCloudResilienceControl.class).active()).isEmpty();
	}

	@Test
	void switchIsSeenEverywhereAndEndsEarly() {
		WebTestClient client = client(open);
		post(client, "{\"retries\":\"off\",\"product\":\"sms\",\"for\":\"15m\"}").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.switches[0].product")
			.isEqualTo("sms")
			.jsonPath("$.switches[0].retries")
			.isEqualTo("off")
			.jsonPath("$.note")
			.doesNotExist();
		assertThat(open.getBean(TencentCloudResilienceControl.class).active()).singleElement()
			.satisfies((entry) -> assertThat(Duration.between(entry.since(), entry.until()))
				.isEqualTo(Duration.ofMinutes(15)));
		client.get()
			.uri("/actuator/tencentcloud")
			.exchange()
			.expectBody()
			.jsonPath("$.mode")
			.isEqualTo("switched")
			.jsonPath("$.products[?(@.name=='sms')].retries")
			.isEqualTo("off");
		assertThat(info(client)).contains("mode=\"switched\"").doesNotContain("mode=\"enforce\"");
		client.delete()
			.uri("/actuator/tencentcloud?product=sms")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.switches")
			.isEmpty();
		assertThat(info(client)).contains("mode=\"enforce\"").doesNotContain("switched");
	}

	@Test
	void modeIsSwitched() {
		WebTestClient client = client(open);
		post(client, "{\"mode\":\"observe\"}").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.switches[0].mode")
			.isEqualTo("observe");
		assertThat(info(client)).contains("mode=\"observe\"");
		client.delete().uri("/actuator/tencentcloud").exchange().expectStatus().isOk();
		assertThat(info(client)).contains("mode=\"enforce\"");
	}

	@Test
	void productThatNobodyKnowsIsPointedOut() {
		post(client(open), "{\"retries\":\"off\",\"product\":\"smss\"}").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.note")
			.value(String.class, (note) -> assertThat(note).contains("'smss'").contains("sms"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{} | Say what to switch", "{\"retries\":\"on\"} | DELETE",
			"{\"mode\":\"obsrve\"} | enforce, observe, off", "{\"retries\":\"off\",\"for\":\"2d\"} | at most 24h",
			"{\"retries\":\"off\",\"for\":\"0s\"} | longer than 0s",
			"{\"retries\":\"off\",\"for\":\"soon\"} | 15m or 1h", "{\"retries\":\"off\",\"for\":\"60\"} | with a unit",
			"{\"retries\":\"off\",\"product\":\" \"} | blank",
			"{\"retries\":\"off\",\"produkt\":\"sms\"} | There is no 'produkt'" })
	void badInputIsExplained(String request, String text) {
		post(client(open), request).expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.problem")
			.value(String.class, (problem) -> assertThat(problem).contains(text));
		assertThat(open.getBean(TencentCloudResilienceControl.class).active()).isEmpty();
	}

	@Test
	void healthShowsBreakersAndIsNeverDown() {
		callCvm();
		health().jsonPath("$.components.tencentcloud.status").isEqualTo("UP");
		CircuitBreaker breaker = closed.getBean(CircuitBreakers.class).all().get("tencentcloud-cvm-none");
		breaker.transitionToOpenState();
		health().jsonPath("$.status")
			.isEqualTo("UP")
			.jsonPath("$.components.tencentcloud.status")
			.isEqualTo("UNKNOWN")
			.jsonPath("$.components.tencentcloud.details.circuitBreakers['tencentcloud-cvm-none']")
			.isEqualTo("open");
		breaker.reset();
	}

	@Test
	void livenessAndReadinessKnowNothingOfIt() {
		WebTestClient client = client(closed);
		for (String group : List.of("liveness", "readiness")) {
			client.get()
				.uri("/actuator/health/" + group)
				.exchange()
				.expectBody()
				.jsonPath("$.components.tencentcloud")
				.doesNotExist();
		}
	}

	@Test
	void healthCanBeLeftOut() {
		ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
			.of(TencentCloudResilienceAutoConfiguration.class, TencentCloudActuatorAutoConfiguration.class));
		runner.run((context) -> assertThat(context).hasSingleBean(TencentCloudHealthIndicator.class)
			.doesNotHaveBean(TencentCloudEndpoint.class));
		runner.withPropertyValues("management.health.tencentcloud.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TencentCloudHealthIndicator.class));
		runner
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static ConfigurableApplicationContext start(String... properties) {
		String[] arguments = Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new);
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.properties(Map.of("server.port", "0", "server.netty.max-keep-alive-requests", "1",
					"management.endpoints.web.exposure.include", "tencentcloud,health,prometheus",
					"spring.config.location", folder.toUri().toString()))
			.run(arguments);
	}

	private static WebTestClient client(ConfigurableApplicationContext context) {
		return WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"))
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	private static void callCvm() {
		ApplicationCall.send(closed, receiver.host(), "DescribeZones");
	}

	private static WebTestClient.ResponseSpec post(WebTestClient client, String body) {
		return client.post()
			.uri("/actuator/tencentcloud")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	private static WebTestClient.BodyContentSpec health() {
		return client(closed).get().uri("/actuator/health").exchange().expectStatus().isOk().expectBody();
	}

	private static String info(WebTestClient client) {
		String scrape = client.get()
			.uri("/actuator/prometheus")
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		return String.join("\n",
				String.valueOf(scrape).lines().filter((line) -> line.startsWith("tencentcloud_client_info")).toList());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
