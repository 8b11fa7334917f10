package io.github.tencentcloud.resilience.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.test.FakeTencentCloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs the demo and looks at it from outside, as a visitor would.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "demo.fake-api.port=0", "demo.calls-per-second=25",
				"management.prometheus.metrics.export.enabled=true",
				"tencentcloud.resilience.circuit-breaker.wait-duration-in-open-state=1s",
				"tencentcloud.resilience.circuit-breaker.sliding-window-size=5" })
@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DemoApplicationTests {

	private static final String REQUESTS = "tencentcloud_client_requests_seconds_count";

	private static final String ATTEMPTS = "tencentcloud_client_attempts_seconds_count";

	private static final String RETRIES = "tencentcloud_client_retries_total";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@Autowired
	private WebClient.Builder builder;

	@Autowired
	private FakeTencentCloud fake;

	@LocalServerPort
	private int port;

	@Test
	void normal() throws Exception {
		change("normal");
		grow(Stream.of("sms", "ccc", "lcic", "adp", "lke", "lkeap", "cam", "cvm")
			.map((product) -> new Series(REQUESTS,
					Map.of("product", product, "api_region", "ap-guangzhou", "code", "OK", "policy", "none", "outcome",
							"SUCCESS")))
			.toArray(Series[]::new));
	}

	@Test
	void throttled() throws Exception {
		change("throttled");
		String code = "RequestLimitExceeded";
		grow(new Series(ATTEMPTS, Map.of("code", code, "policy", "throttled", "decision", "retry")),
				new Series(REQUESTS,
						Map.of("product", "sms", "action", "SendSms", "code", code, "policy", "throttled", "outcome",
								"FAILURE")),
				new Series(RETRIES, Map.of("code", code, "result", "recovered")),
				new Series(RETRIES, Map.of("action", "SendSms", "code", code, "result", "max_attempts")));
	}

	@Test
	void authBrokenOpensNoBreaker() throws Exception {
		change("normal");
		calm();
		change("auth-broken");
		Series failures = new Series(REQUESTS,
				Map.of("code", "AuthFailure.SignatureFailure", "policy", "auth", "outcome", "FAILURE"));
		double before = failures.in(scrape());
		eventually(() -> assertThat(failures.in(scrape())).isGreaterThan(before + 40));
		calm();
	}

	@Test
	void outageOpensTheBreakersAndNormalClosesThem(CapturedOutput output) throws Exception {
		change("outage");
		grow(new Series(ATTEMPTS,
				Map.of("code", "ClientError.HttpStatusCodeError.503", "policy", "transient", "decision",
						"circuit-break")),
				new Series(ATTEMPTS,
						Map.of("code", "InternalError", "policy", "transient", "decision", "circuit-break")),
				new Series(REQUESTS,
						Map.of("product", "cvm", "code", "ClientError.CircuitBreakerOpen", "outcome", "REJECTED")));
		eventually(() -> assertThat(breakers()).contains("tencentcloud-cvm-ap-guangzhou").contains("OPEN"));
		eventually(() -> assertThat(output)
			.containsPattern("\\w+\\.\\w+ → ClientError.CircuitBreakerOpen → .*, 0 attempts, \\d+ ms"));
		change("normal");
		eventually(() -> assertThat(breakers()).contains("CLOSED").doesNotContain("OPEN"));
		grow(new Series(REQUESTS, Map.of("product", "cvm", "code", "OK")));
	}

	@Test
	void flaky() throws Exception {
		change("flaky");
		grow(new Series(ATTEMPTS, Map.of("code", "InternalError", "decision", "circuit-break")),
				new Series(ATTEMPTS, Map.of("code", "ClientError.NetworkError.Reset", "policy", "network")),
				new Series(REQUESTS, Map.of("code", "OK", "outcome", "SUCCESS")));
	}

	@Test
	void slow() throws Exception {
		change("slow");
		grow(new Series(ATTEMPTS, Map.of("code", "ClientError.NetworkError.ReadTimeout", "policy", "network")));
	}

	@Test
	void garbage() throws Exception {
		change("garbage");
		grow(new Series(ATTEMPTS, Map.of("code", "ClientError.ParseJsonError", "decision", "circuit-break")));
	}

	@Test
	void wrongKeyIsRefused() throws Exception {
		change("normal");
		WebClient client = this.builder.baseUrl("http://" + this.fake.endpoint()).build();
		assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> client.post()
			.uri("/")
			.header("X-TC-Action", "GetUser")
			.header("X-TC-Version", "2019-01-16")
			.header("Authorization",
					"TC3-HMAC-SHA256 Credential=AKIDdemoEXAMPLE/2026-01-01/cam/tc3_request, SignedHeaders=content-type;host, Signature=00")
			.header("X-TC-Timestamp", Long.toString(Instant.now().getEpochSecond()))
			.retrieve()
			.bodyToMono(String.class)
			.block(Duration.ofSeconds(30)))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("AuthFailure.SignatureFailure"));
	}

	@Test
	void badRegionLeavesTheOtherOneWell() throws Exception {
		change("bad-region");
		grow(new Series(ATTEMPTS, Map.of("product", "cvm", "api_region", "ap-shanghai", "policy", "transient")),
				new Series(REQUESTS, Map.of("product", "cvm", "api_region", "ap-guangzhou", "code", "OK")));
	}

	@Test
	void quotaRefusesWhatCreates() throws Exception {
		change("quota");
		grow(new Series(REQUESTS, Map.of("code", "InvalidParameter.SubUserFull", "policy", "quota")),
				new Series(REQUESTS, Map.of("code", "LimitExceeded", "policy", "quota")),
				new Series(REQUESTS, Map.of("code", "ResourceInsufficient.Room", "policy", "billing")),
				new Series(REQUESTS, Map.of("code", "LimitExceeded.BasePackageExpired", "policy", "billing")),
				new Series(REQUESTS, Map.of("action", "GetUser", "code", "OK")));
	}

	@Test
	void badRequestIsTheCallersMistake() throws Exception {
		change("bad-request");
		grow(new Series(REQUESTS, Map.of("code", "InvalidParameterValue", "policy", "invalid")));
	}

	@Test
	void failedItemsHideInSuccesses() throws Exception {
		change("failed-items");
		grow(new Series("tencentcloud_client_items_total", Map.of("code", "LimitExceeded.PhoneNumberDailyLimit")),
				new Series("tencentcloud_client_items_total", Map.of("action", "SendSms", "code", "OK")),
				new Series(REQUESTS, Map.of("action", "SendSms", "code", "OK")));
	}

	@Test
	void unknownCodeFails() throws Exception {
		change("unknown-code");
		grow(new Series(REQUESTS, Map.of("code", "NovelOperation.NotYetDocumented", "policy", "unknown")));
	}

	@Test
	void wrongClockIsCorrected() throws Exception {
		change("normal");
		grow(new Series(REQUESTS, Map.of("product", "cvm", "code", "OK")));
		Scrape before = scrape();
		change("wrong-clock");
		grow(before, new Series(ATTEMPTS, Map.of("code", "AuthFailure.SignatureExpire", "policy", "clock")));
		grow(new Series(REQUESTS, Map.of("product", "cvm", "code", "OK")));
	}

	@Test
	void logsEachCallInALine(CapturedOutput output) throws Exception {
		change("normal");
		eventually(() -> assertThat(output).containsPattern("sms\\.SendSms → OK → none, 1 attempt, \\d+ ms"));
	}

	@Test
	void tellsAStrangerWhatRunsHowToSwitchAndWhereTheMetersAre(CapturedOutput output) {
		String here = "http://localhost:" + this.port;
		assertThat(output).contains("25 calls a second to a fake Tencent Cloud at http://127.0.0.1:")
			.contains("open " + here + " in a browser")
			.contains("curl " + here + "/scenario", "curl -X POST " + here + "/scenario/outage")
			.contains(here + "/actuator/prometheus", here + "/actuator/circuitbreakers");
	}

	@Test
	void showsAndSwitchesTheScenario() throws Exception {
		assertThat(change("flaky").body()).contains("\"current\":\"flaky\"");
		assertThat(get("/scenario").body()).contains("\"current\":\"flaky\"")
			.contains("normal", "throttled", "auth-broken", "outage", "bad-region", "flaky", "slow", "garbage", "quota",
					"bad-request", "failed-items", "unknown-code", "wrong-clock");
		HttpResponse<String> unknown = post("/scenario/nonsense");
		assertThat(unknown.statusCode()).isEqualTo(404);
		assertThat(unknown.body()).contains("There is no scenario 'nonsense'")
			.contains("\"current\":\"flaky\"", "\"auth-broken\":");
	}

	@ParameterizedTest
	@ValueSource(strings = { "health", "metrics", "prometheus", "circuitbreakers" })
	void exposesEndpoint(String endpoint) throws Exception {
		assertThat(get("/actuator/" + endpoint).statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> change(String scenario) throws Exception {
		HttpResponse<String> response = post("/scenario/" + scenario);
		assertThat(response.statusCode()).isEqualTo(200);
		return response;
	}

	/** Waits until each of the series has grown from what it is now. */
	private void grow(Series... series) throws Exception {
		grow(scrape(), series);
	}

	private void grow(Scrape before, Series... series) {
		eventually(() -> {
			Scrape now = scrape();
			assertThat(series)
				.allSatisfy((one) -> assertThat(one.in(now)).as(one.toString()).isGreaterThan(one.in(before)));
		});
	}

	/**
	 * Waits until no attempt of an earlier scenario is left that could still open a
	 * breaker. An attempt takes 2 s at most.
	 */
	private void calm() {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.during(Duration.ofSeconds(3))
			.pollInterval(Duration.ofMillis(100))
			.untilAsserted(() -> assertThat(breakers()).contains("CLOSED")
				.doesNotContain("OPEN")
				.doesNotContainPattern("\"failedCalls\":[1-9]"));
	}

	/**
	 * With much patience: where a busy machine starts cold, the first calls take longer
	 * than an attempt may, and breakers open before anything else happens.
	 */
	private static void eventually(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
	}

	private Scrape scrape() throws Exception {
		return Scrape.of(get("/actuator/prometheus").body());
	}

	private String breakers() throws Exception {
		return get("/actuator/circuitbreakers").body();
	}

	private HttpResponse<String> get(String path) throws Exception {
		return send(request(path).build());
	}

	private HttpResponse<String> post(String path) throws Exception {
		return send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(Duration.ofSeconds(30));
	}

	private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
		return this.client.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private record Series(String name, Map<String, String> labels) {

		double in(Scrape scrape) {
			return scrape.sum(this.name, this.labels);
		}

	}

}
