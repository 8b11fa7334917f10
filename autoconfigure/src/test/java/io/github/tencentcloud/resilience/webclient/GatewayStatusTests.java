package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.policy.PolicySettings;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for answers with another status than 200.
 */
class GatewayStatusTests {

	private static final String PAGE = "<html>no healthy upstream</html>";

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void readIsRepeatedAndTheLastAnswerHandedOn(Connector connector) throws Exception {
		// A page that is not read when the wait is over costs its connection.
		PolicySettings slow = new PolicySettings(null, null, Duration.ofMillis(500), null, Duration.ofMillis(500), null,
				null, null, null);
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.send(503, "text/html", PAGE),
				(builder) -> builder.delays(slow))) {
			assertThatExceptionOfType(WebClientResponseException.ServiceUnavailable.class).isThrownBy(scene::read)
				.satisfies((ex) -> {
					assertThat(ex.getResponseBodyAsString()).isEqualTo(PAGE);
					TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
					assertThat(failure.code()).isEqualTo("ClientError.HttpStatusCodeError.503");
					assertThat(failure.policy()).isEqualTo("transient");
					assertThat(failure.attempts()).isEqualTo(3);
				});
			assertThat(scene.requests()).isEqualTo(3);
			assertThat(scene.server.connections()).isOne();
		}
	}

	/** Jetty makes an exception of it. */
	@ParameterizedTest
	@EnumSource(Connector.class)
	void redirectThatLeadsNowhereIsItsStatus(Connector connector) throws Exception {
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			for (int status : new int[] { 301, 302, 303, 307, 308 }) {
				try (Scene scene = Scene.of(connector, (exchange) -> exchange.send(status, "application/json", OK),
						(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 3)))) {
					scene.post("DescribeInstances")
						.exchangeToMono((response) -> response.bodyToMono(String.class))
						.onErrorComplete()
						.block(LIMIT);
					assertThat(scene.filter.calls("ClientError.HttpStatusCodeError." + status, "FAILURE"))
						.as("%s %d", mode, status)
						.isOne();
					assertThat(scene.requests()).isOne();
				}
			}
		}
	}

	@Test
	void writeIsNotRepeated() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(503, "text/html", PAGE))) {
			assertThatExceptionOfType(WebClientResponseException.class).isThrownBy(scene::write);
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.retries("not_idempotent")).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, 400", "JDK, 400", "REACTOR, 500", "JDK, 500" })
	void envelopeDecidesAndTheResponseIsHandedOn(Connector connector, int status) throws Exception {
		String body = error("RequestLimitExceeded");
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.send(status, "application/json", body))) {
			assertThatExceptionOfType(WebClientResponseException.class).isThrownBy(scene::write).satisfies((ex) -> {
				assertThat(ex.getStatusCode().value()).isEqualTo(status);
				assertThat(ex.getResponseBodyAsString()).isEqualTo(body);
				TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
				assertThat(failure.code()).isEqualTo("RequestLimitExceeded");
				assertThat(failure.requestId()).isEqualTo("r-2");
				assertThat(failure.policy()).isEqualTo("throttled");
				assertThat(failure.attempts()).isEqualTo(4);
			});
			assertThat(scene.server.connections()).as("kept for the next attempt").isLessThan(4);
		}
	}

	@Test
	void onStatusWorks() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(404, "text/html", PAGE))) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> scene.post("DescribeInstances")
					.bodyValue("{}")
					.retrieve()
					.onStatus(HttpStatusCode::is4xxClientError,
							(response) -> response.bodyToMono(String.class).map(IllegalStateException::new))
					.bodyToMono(String.class)
					.block(LIMIT))
				.withMessage(PAGE);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void exchangeToMonoWorks(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector,
				(exchange) -> exchange.send(409, "application/json", error("InvalidParameter")))) {
			Integer status = scene.post("DescribeInstances")
				.bodyValue("{}")
				.exchangeToMono((response) -> Mono.just(response.statusCode().value()))
				.block(LIMIT);
			assertThat(status).isEqualTo(409);
		}
	}

	@Test
	void errorEnvelopeIsNotHiddenByAnyOther2xx() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> exchange.send(202, "application/json", error("InvalidParameter")))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(scene::read)
				.satisfies((ex) -> assertThat(ex.getStatusCode()).isEqualTo(202));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void successEnvelopeIsASuccessUnderAnyOther2xx(boolean unwrap) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(201, "application/json", OK),
				(builder) -> builder.settings(Scene.settings(unwrap)))) {
			assertThat(scene.read()).isEqualTo(unwrap ? Scene.CONTENT : OK);
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 304 })
	void statusWithoutBodyIsHandedOn(int status) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> exchange.head(status, null, (status != 302) ? -1 : 0))) {
			assertThat(scene.post("RunInstances")
				.bodyValue("{}")
				.exchangeToMono((response) -> Mono.just(response.statusCode().value()))
				.block(LIMIT)).isEqualTo(status);
			assertThat(scene.requests()).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, 302", "REACTOR, 304", "REACTOR, 418", "JDK, 302", "JDK, 304", "JDK, 418" })
	void answerOfAHealthyGatewayIsNotRepeated(Connector connector, int status) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			switch (status) {
				case 304 -> exchange.head(status, null, -1);
				case 302 -> exchange.head(status, null, 0, "Location: /elsewhere");
				default -> exchange.send(status, "text/html", PAGE);
			}
		}, GatewayStatusTests::breaker)) {
			ResponseEntity<String> response = scene.post("DescribeInstances")
				.bodyValue("{}")
				.exchangeToMono((it) -> it.toEntity(String.class))
				.block(LIMIT);
			assertThat(response.getStatusCode().value()).isEqualTo(status);
			assertThat(response.getBody()).isEqualTo((status == 418) ? PAGE : null);
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.attempts()).isOne();
			assertThat(scene.filter.calls()).isOne();
			CircuitBreaker.Metrics metrics = scene.filter.breaker("cvm").getMetrics();
			assertThat(metrics.getNumberOfSuccessfulCalls()).isOne();
			assertThat(metrics.getNumberOfFailedCalls()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 502, 503, 504, 408 })
	void answerOfAGatewayThatIsIllOrWaitedInVainIsRepeated(int status) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(status, "text/html", PAGE),
				GatewayStatusTests::breaker)) {
			assertThatExceptionOfType(WebClientResponseException.class).isThrownBy(scene::read)
				.satisfies((ex) -> assertThat(ex.getStatusCode().value()).isEqualTo(status));
			assertThat(scene.requests()).isEqualTo(3);
			CircuitBreaker.Metrics metrics = scene.filter.breaker("cvm").getMetrics();
			assertThat(metrics.getNumberOfFailedCalls()).isEqualTo(3);
			assertThat(metrics.getNumberOfSuccessfulCalls()).isZero();
		}
	}

	@Test
	void headHasNoBody() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.head(200, "application/json", 30))) {
			assertThatExceptionOfType(EnvelopeException.class)
				.isThrownBy(() -> scene.client.head().retrieve().toBodilessEntity().block(LIMIT))
				.withMessageContaining("the body is empty");
		}
	}

	@Test
	void largeErrorOfAGatewayIsHandedOnWhole() throws Exception {
		String body = "[\"" + "x".repeat(2000) + "\"]";
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(400, "application/json", body),
				(builder) -> builder.holdBack(1000))) {
			assertThatExceptionOfType(WebClientResponseException.BadRequest.class).isThrownBy(scene::read)
				.satisfies((ex) -> assertThat(ex.getResponseBodyAsString()).isEqualTo(body));
		}
	}

	private static void breaker(TestFilter.Builder builder) {
		builder.breaker((breaker) -> breaker.minimumNumberOfCalls(100));
	}

}
