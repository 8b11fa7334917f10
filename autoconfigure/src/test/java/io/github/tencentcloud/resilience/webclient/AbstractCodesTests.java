package io.github.tencentcloud.resilience.webclient;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.test.StepVerifier;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each code of a list does to a call that reads and to a call that writes: a server
 * answers with nothing but this code, and the client has the real filter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractCodesTests {

	private static final String REGION = "ap-guangzhou";

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final AtomicInteger requests = new AtomicInteger();

	private volatile String answer = "";

	private DisposableServer server;

	private TestFilter filter;

	private WebClient client;

	@BeforeAll
	void start() {
		this.server = LoopbackHttp.server().handle((request, response) -> {
			this.requests.incrementAndGet();
			return request.receive()
				.then()
				.thenEmpty(response.header("Content-Type", "application/json").sendString(Mono.just(this.answer)));
		}).bindNow();
		String host = "127.0.0.1:" + this.server.port();
		this.filter = TestFilter.builder()
			.host("cvm", host)
			.breaker((breaker) -> breaker.slidingWindowSize(100).minimumNumberOfCalls(100))
			.build();
		this.client = WebClient.builder().baseUrl("http://" + host).filter(this.filter.filter).build();
	}

	@AfterAll
	void stop() {
		this.server.disposeNow();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("rows")
	void read(Row row) {
		verify(row, row.readAction(), row.attemptsRead());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("rows")
	void write(Row row) {
		verify(row, row.action(), row.attemptsWrite());
	}

	private void verify(Row row, String action, int attempts) {
		answerWith(row.code());
		CircuitBreaker breaker = this.filter.breakers.circuitBreaker("tencentcloud-" + row.product());
		breaker.reset();
		StepVerifier.create(call(row.product(), action)).expectErrorSatisfies((error) -> {
			assertThat(error).isInstanceOf(TencentCloudApiException.class);
			verify((TencentCloudApiException) error, row, action, attempts);
		}).verify(LIMIT);
		assertThat(this.requests).as("requests that the server saw").hasValue(attempts);
		verify(breaker, row.breaker(), attempts);
		verifyMeters(row, action, attempts);
	}

	private static void verify(TencentCloudApiException error, Row row, String action, int attempts) {
		assertThat(error.getCode()).isEqualTo(row.code());
		assertThat(error.getPolicy()).isEqualTo(row.policy());
		assertThat(error.getDecision().value()).isEqualTo(row.decision());
		assertThat(error.getAttempts()).isEqualTo(attempts);
		assertThat(error.getProduct()).isEqualTo(row.product());
		assertThat(error.getAction()).isEqualTo(action);
		assertThat(error.getRequestId()).isEqualTo("r-1");
	}

	private static void verify(CircuitBreaker breaker, String effect, int attempts) {
		CircuitBreaker.Metrics metrics = breaker.getMetrics();
		assertThat(metrics.getNumberOfFailedCalls()).as("failures that the breaker counted")
			.isEqualTo(effect.equals("failure") ? attempts : 0);
		assertThat(metrics.getNumberOfSuccessfulCalls()).as("successes that the breaker counted")
			.isEqualTo(effect.equals("success") ? attempts : 0);
		assertThat(effect).isIn("failure", "success", "ignored");
	}

	/** No two rows share product, action and code, so each has its own series. */
	private void verifyMeters(Row row, String action, int attempts) {
		Tags call = Tags.of("product", row.product(), "action", action, "code", row.code());
		Tags tags = call.and("api.region", REGION, "policy", row.policy());
		assertThat(this.filter.meters.get("tencentcloud.client.attempts")
			.tags(tags.and("decision", row.decision()))
			.timer()
			.count()).isEqualTo(attempts);
		assertThat(this.filter.meters.get("tencentcloud.client.requests")
			.tags(tags.and("outcome", "FAILURE"))
			.timer()
			.count()).isOne();
		assertThat(this.filter.meters.get("tencentcloud.client.attempts").tags(call).timers()).hasSize(1);
		assertThat(this.filter.meters.get("tencentcloud.client.requests").tags(call).timers()).hasSize(1);
		assertThat(this.filter.meters.find("tencentcloud.client.retry.delay")
			.tags(call)
			.timers()
			.stream()
			.mapToLong((timer) -> timer.count())
			.sum()).as("waits").isEqualTo(attempts - 1);
	}

	private Mono<String> call(String product, String action) {
		return this.client.post()
			.header("X-TC-Action", action)
			.header("X-TC-Region", REGION)
			.attributes(TencentCloudAttributes.product(product))
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class);
	}

	private void answerWith(String code) {
		this.requests.set(0);
		this.answer = "{\"Response\":{\"Error\":{\"Code\":\"" + code
				+ "\",\"Message\":\"No matter\"},\"RequestId\":\"r-1\"}}";
	}

	/** The lines of a table on the class path, as values by the names of its columns. */
	static List<Map<String, String>> table(String resource) {
		try (InputStream in = Objects.requireNonNull(AbstractCodesTests.class.getResourceAsStream(resource))) {
			List<String> lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
			List<String> columns = List.of(lines.get(0).split("\t"));
			return lines.stream().skip(1).map((line) -> values(columns, line)).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, String> values(List<String> columns, String line) {
		String[] cells = line.split("\t");
		assertThat(cells).as(line).hasSameSizeAs(columns);
		Map<String, String> values = new HashMap<>();
		for (int i = 0; i < cells.length; i++) {
			values.put(columns.get(i), cells[i]);
		}
		return values;
	}

	/**
	 * What is expected of a code.
	 *
	 * @param product the product that answers with it
	 * @param action an action of the product that writes
	 * @param readAction an action of the product that reads
	 * @param code the code
	 * @param policy the name of its policy
	 * @param decision the decision of the policy
	 * @param attemptsRead the attempts of a call that reads
	 * @param attemptsWrite the attempts of a call that writes
	 * @param breaker what the circuit breaker counts each attempt as: {@code failure},
	 * {@code success} or, if it counts nothing, {@code ignored}
	 */
	record Row(String product, String action, String readAction, String code, String policy, String decision,
			int attemptsRead, int attemptsWrite, String breaker) {

		static Row of(String product, String action, String readAction, Map<String, String> values) {
			return new Row(product, action, readAction, values.get("code"), values.get("policy"),
					values.get("decision"), Integer.parseInt(values.get("attemptsRead")),
					Integer.parseInt(values.get("attemptsWrite")), values.get("breaker"));
		}

		@Override
		public String toString() {
			return "%s %s: %s (%s), %d/%d attempts, breaker: %s".formatted(this.product, this.code, this.policy,
					this.decision, this.attemptsRead, this.attemptsWrite, this.breaker);
		}

	}

}
