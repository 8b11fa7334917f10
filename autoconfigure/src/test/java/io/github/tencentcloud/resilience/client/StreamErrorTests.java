package io.github.tencentcloud.resilience.client;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

import static io.github.tencentcloud.resilience.client.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> read(scene).blockLast(LIMIT))
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
			assertThat(read(scene).collectList().block(LIMIT)).isNotNull();
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
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> read(scene).blockLast(LIMIT))
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("FailedOperation.EngineServerError"));
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
			assertThat(read(scene).collectList().block(LIMIT)).hasSize(1);
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
					assertThat(read(scene).collectList().block(LIMIT)).hasSize(2);
				}
				assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo(5);
			}
		}
	}

	private static Scene scene(Connector connector, String stream, Mode mode) {
		return Scene.of(connector, (exchange) -> exchange.send(200, STREAM, stream, "X-TC-RequestId: r-7"),
				(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 10)));
	}

	private static Flux<String> read(Scene scene) {
		return scene.post("ChatCompletions")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.bodyValue("{}")
			.retrieve()
			.bodyToFlux(String.class);
	}

}
