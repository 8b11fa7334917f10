package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for errors in streams, in each form and place that the vendor has for them.
 */
class StreamErrorTests {

	private static final String STREAM = "text/event-stream;charset=utf-8";

	private static final String EVENT = "data: {\"Choices\":[{\"Delta\":{\"Content\":\"你\"},\"FinishReason\":\"\"}]}\n\n";

	private static final String ENVELOPE = """
			{"Response":{"Error":{"Code":"FailedOperation.EngineServerError","Message":"m"},"RequestId":"r"}}""";

	private static final String MODEL_ERROR = """
			data: {"ErrorCode":"MODEL_ERROR","ErrorMessage":"m"}

			""";

	private static final String ANSWER = """
			data: {"Choices":[{"Message":{"Role":"assistant","Content":"你"}}],"Id":"x"}

			""";

	static Stream<Arguments> errors() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(
					Arguments.of(connector, "data: " + ENVELOPE + "\n\n", "FailedOperation.EngineServerError", "r"),
					Arguments.of(connector, EVENT + "data: " + ENVELOPE + "\n\n", "FailedOperation.EngineServerError",
							"r"),
					Arguments.of(connector, ENVELOPE, "FailedOperation.EngineServerError", "r"),
					Arguments.of(connector, EVENT + ENVELOPE, "FailedOperation.EngineServerError", "r"),
					Arguments.of(connector, MODEL_ERROR, "MODEL_ERROR", "r-7"),
					Arguments.of(connector, EVENT + MODEL_ERROR, "MODEL_ERROR", "r-7")));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void failsWithItsCode(Connector connector, String stream, String code, String requestId) throws Exception {
		try (Scene scene = scene(connector, stream, Mode.ENFORCE)) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> scene.events().blockLast(LIMIT))
				.satisfies((ex) -> {
					assertThat(ex.getCode()).isEqualTo(code);
					assertThat(ex.getApiMessage()).isEqualTo("m");
					assertThat(ex.getRequestId()).isEqualTo(requestId);
				});
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls(code, "FAILURE")).isOne();
			assertThat(scene.filter.attempts(code)).isOne();
		}
	}

	@ParameterizedTest
	@MethodSource("errors")
	void isCountedWhereOnlyObserved(Connector connector, String stream, String code) throws Exception {
		try (Scene scene = scene(connector, stream, Mode.OBSERVE)) {
			assertThat(scene.events().collectList().block(LIMIT)).isNotNull();
			assertThat(scene.filter.calls(code, "FAILURE")).isOne();
			assertThat(scene.filter.attempts(code)).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource
	void envelopeInsteadOfAStreamNeedNotEndTheBody(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, STREAM, -1);
			exchange.write(ENVELOPE);
			exchange.fallSilent();
		}, (builder) -> builder.settings(Scene.settings(false)))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> scene.events().blockLast(LIMIT))
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("FailedOperation.EngineServerError"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void envelopeUnderAnotherStatusDecidesByItsCode(Connector connector) throws Exception {
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			try (Scene scene = Scene.of(connector, (exchange) -> exchange.send(502, STREAM, ENVELOPE),
					(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 1)))) {
				assertThatExceptionOfType(WebClientResponseException.class)
					.isThrownBy(() -> scene.events().blockLast(LIMIT))
					.satisfies((ex) -> assertThat(ex.getResponseBodyAsString()).isEqualTo(ENVELOPE));
				assertThat(scene.filter.calls("FailedOperation.EngineServerError", "FAILURE")).isOne();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void streamUnderAnotherStatusPasses(Connector connector) throws Exception {
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			try (Scene scene = Scene.of(connector, (exchange) -> exchange.send(502, STREAM, EVENT + EVENT),
					(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 1)))) {
				assertThatExceptionOfType(WebClientResponseException.class)
					.isThrownBy(() -> scene.events().blockLast(LIMIT))
					.satisfies((ex) -> assertThat(ex.getResponseBodyAsString(StandardCharsets.UTF_8))
						.isEqualTo(EVENT + EVENT));
				assertThat(scene.filter.calls("ClientError.HttpStatusCodeError.502", "FAILURE")).isOne();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void errorInsteadOfAStreamIsRepeatedWhereThatIsSafe(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.send(200, STREAM, switch (exchange.number()) {
			case 1 -> ENVELOPE;
			case 2 -> "data: " + ENVELOPE + "\n\n";
			case 3 -> MODEL_ERROR;
			default -> ANSWER;
		}), (builder) -> builder.policy("FailedOperation.EngineServerError", "throttled")
			.policy("MODEL_ERROR", "throttled"))) {
			assertThat(scene.events().collectList().block(LIMIT)).hasSize(1);
			assertThat(scene.requests()).isEqualTo(4);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource
	void answersWithoutAFinishReasonAreFine(Connector connector) throws Exception {
		for (Mode mode : new Mode[] { Mode.ENFORCE, Mode.OBSERVE }) {
			try (Scene scene = Scene.of(connector, (exchange) -> exchange.send(200, STREAM, ANSWER + ANSWER),
					(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 10))
						.breaker((config) -> config.minimumNumberOfCalls(2)))) {
				for (int i = 0; i < 5; i++) {
					assertThat(scene.events().collectList().block(LIMIT)).hasSize(2);
				}
				assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo(5);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JETTY" })
	void streamThatFailsFreesItsConnection(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, STREAM, -1);
			exchange.write((exchange.number() == 1) ? MODEL_ERROR : EVENT + ((exchange.number() == 2) ? ENVELOPE : ""));
			exchange.fallSilent();
		}, (builder) -> builder.settings(Scene.timeouts(Duration.ofSeconds(2), LIMIT)))) {
			for (String code : new String[] { "MODEL_ERROR", "FailedOperation.EngineServerError",
					"ClientError.NetworkError.ReadTimeout" }) {
				assertThatException().isThrownBy(() -> scene.events().blockLast(LIMIT));
				await().atMost(LIMIT).until(() -> scene.server.open() == 0);
				assertThat(scene.filter.calls(code, "FAILURE")).isOne();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JETTY" })
	void streamThatIsRepeatedFreesItsConnection(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			if (exchange.number() == 1) {
				exchange.head(200, STREAM, -1);
				exchange.write(MODEL_ERROR);
				exchange.fallSilent();
			}
			exchange.send(200, STREAM, ANSWER);
		}, (builder) -> builder.policy("MODEL_ERROR", "throttled"))) {
			assertThat(scene.events().collectList().block(LIMIT)).hasSize(1);
			assertThat(scene.requests()).isEqualTo(2);
			await().atMost(LIMIT).until(() -> scene.server.open() <= 1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { STREAM, "application/octet-stream" })
	void whoLeavesFreesItsConnection(String type) throws Exception {
		CountDownLatch left = new CountDownLatch(1);
		try (Scene scene = Scene.of(Connector.JETTY, (exchange) -> {
			exchange.head(200, type, -1);
			exchange.write(EVENT);
			exchange.fallSilent();
		})) {
			Disposable reader = scene.post("ChatCompletions")
				.bodyValue("{}")
				.retrieve()
				.bodyToFlux(DataBuffer.class)
				.doOnNext(DataBufferUtils::release)
				.doOnNext((buffer) -> left.countDown())
				.subscribe();
			assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
			reader.dispose();
			await().atMost(LIMIT).until(() -> scene.server.open() == 0);
			assertThat(scene.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
		}
	}

	private static Scene scene(Connector connector, String stream, Mode mode) {
		return Scene.of(connector, (exchange) -> exchange.send(200, STREAM, stream, "X-TC-RequestId: r-7"),
				(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 10)));
	}

}
