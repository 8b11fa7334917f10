package io.github.tencentcloud.resilience.webclient;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.ItemFailureHandling;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.telemetry.FailureLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Servers, and whoever is behind them, write into our logs, exceptions and tags.
 */
class HostileTextTests {

	/** Each of these moves the cursor, ends the line, or turns the text round. */
	private static final String EVIL = "\n\r\u001b\u0000\u0085\u2028\u2029\u202e\u200b";

	/** The same as the JSON of a server has it, some escaped and some not. */
	private static final String JSON = "\\n\\r\\u001b\\u0000\u0085\u2028\\u2029\u202e\u200b";

	private static final Set<Byte> EFFECTS = Set.of(Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR,
			Character.PARAGRAPH_SEPARATOR, Character.SURROGATE);

	private static final String FORGED = "2026-01-01 INFO all is well";

	@RegisterExtension
	private final LogLines lines = new LogLines(FailureLog.LOGGER);

	static Stream<Arguments> answers() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(arguments(connector, "code"), arguments(connector, "requestId"),
					arguments(connector, "message")));
	}

	@ParameterizedTest
	@MethodSource("answers")
	void nothingFromTheServerForgesALine(Connector connector, String where) throws Exception {
		String evil = JSON + FORGED;
		// Its first part is known and repeated, so that the history of attempts is told
		// too.
		String body = envelope("RequestLimitExceeded." + (where.equals("code") ? evil : "X"),
				where.equals("message") ? "m" + evil : "m", "r" + (where.equals("requestId") ? evil : ""));
		Traces traces = new Traces();
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(body),
				(builder) -> builder.observations(traces.registry))) {
			TencentCloudApiException exception = catchThrowableOfType(TencentCloudApiException.class, scene::read);
			assertThat(scene.requests()).isGreaterThan(1);
			assertClean(exception.getMessage());
			assertClean(exception.getCode(), exception.getApiMessage(), exception.getRequestId(), exception.toString());
			exception.getFailure().history().forEach((attempt) -> assertClean(attempt.code(), attempt.requestId()));
			assertThat(exception.getMessage()).contains(FORGED.substring(4));
			assertLinesAreClean(1);
			assertTagsAreClean(scene);
			assertThat(traces.stopped).hasSizeGreaterThan(2).allSatisfy((context) -> {
				context.getAllKeyValues().forEach((value) -> assertClean(value.getValue()));
				assertClean(Objects.requireNonNull(context.getError()).getMessage());
			});
		}
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void theCallerCannotForgeALineEither(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(Scene.error("InvalidParameter")),
				(builder) -> builder.breaker((breaker) -> breaker.slidingWindowSize(10)))) {
			Throwable thrown = catchThrowable(() -> scene.post("DescribeInstances")
				.attribute(TencentCloudAttributes.PRODUCT, "sms" + EVIL + FORGED)
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(String.class)
				.block(Scene.LIMIT));
			assertClean(thrown.getMessage());
			assertThat(thrown.getMessage()).contains("[sms?????????" + FORGED.toLowerCase(Locale.ROOT));
			assertLinesAreClean(1);
			assertTagsAreClean(scene);
			scene.filter.breakers.getAllCircuitBreakers().forEach((breaker) -> assertClean(breaker.getName()));
		}
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void longTextIsCutAndHalfACharacterMakesNoSeries(Connector connector) throws Exception {
		String id = "r".repeat(5000);
		try (Scene scene = Scene.of(connector, (exchange) -> {
			switch (exchange.number()) {
				case 1 -> exchange.send(200, "text/html", "x", "X-TC-RequestId: " + id);
				case 2 -> exchange.json(envelope("A".repeat(1000), "m".repeat(10_000), id));
				default -> exchange.json(envelope("Half\\ud8" + (exchange.number() + 10), "m\\udc00", "r"));
			}
		})) {
			EnvelopeException html = catchThrowableOfType(EnvelopeException.class, scene::write);
			assertThat(html.getRequestId()).hasSize(200);
			assertThat(html.getMessage()).hasSizeLessThan(600);
			TencentCloudApiException envelope = catchThrowableOfType(TencentCloudApiException.class, scene::write);
			assertThat(envelope.getRequestId()).hasSize(200).endsWith("…");
			assertThat(envelope.getCode()).hasSize(200).endsWith("…");
			assertThat(envelope.getApiMessage()).hasSize(2000).endsWith("…");
			assertThat(this.lines.list)
				.allSatisfy((line) -> assertThat(line.getFormattedMessage()).hasSizeLessThan(1500));
			for (int i = 0; i < 3; i++) {
				TencentCloudApiException half = catchThrowableOfType(TencentCloudApiException.class, scene::write);
				assertThat(half.getCode()).isEqualTo("Half?");
				assertThat(half.getApiMessage()).isEqualTo("m?");
			}
			assertThat(scene.filter.attempts("Half?")).isEqualTo(3);
			assertLinesAreClean(5);
			assertTagsAreClean(scene);
		}
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void itemsAreCountedUnderCleanCodes(Connector connector) throws Exception {
		String items = "{\"Response\":{\"Set\":[{\"Code\":\"Bad" + JSON + FORGED
				+ "\"},{\"Code\":\"OK\"},{\"Code\":\"Ok2\"}],\"RequestId\":\"r\"}}";
		CallSettings settings = TestSettings.of(Mode.ENFORCE, false, Scene.LIMIT, Scene.LIMIT, 1, null,
				new ItemRule(ItemPath.of("Set[].Code"), Set.of("Ok2"), ItemFailureHandling.FAIL_IF_ANY));
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(items),
				(builder) -> builder.settings(settings))) {
			TencentCloudApiException thrown = catchThrowableOfType(TencentCloudApiException.class, scene::read);
			assertClean(thrown.getMessage());
			assertThat(thrown.getItemCodes()).hasSize(2)
				.containsEntry("Server.OK", 1)
				.allSatisfy((code, count) -> assertClean(code));
			assertLinesAreClean(1);
			assertTagsAreClean(scene);
			assertThat(scene.filter.meters.get("tencentcloud.client.items").tag("code", "OK").counter().count())
				.isOne();
		}
	}

	@ParameterizedTest
	@MethodSource("ours")
	void codeOfTheServerIsNotTakenForOneOfOurs(Connector connector, String code) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(Scene.error(code)))) {
			TencentCloudApiException thrown = catchThrowableOfType(TencentCloudApiException.class, scene::read);
			assertThat(thrown.getCode()).isEqualTo("Server." + code);
			assertThat(thrown.getDecision()).isEqualTo(Decision.FAIL);
			assertThat(thrown.getRequestId()).isEqualTo("r-2");
			assertThat(scene.filter.calls("Server." + code, "FAILURE")).isOne();
			assertThat(scene.requests()).isOne();
		}
	}

	@ParameterizedTest
	@MethodSource("ours")
	void norWhereCallsAreOnlyObserved(Connector connector, String code) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(Scene.error(code)),
				(builder) -> builder.settings(Scene.settings(Mode.OBSERVE, false, Scene.LIMIT, Scene.LIMIT, 1)))) {
			assertThat(scene.read()).isEqualTo(Scene.error(code));
			assertThat(scene.filter.calls("Server." + code, "FAILURE")).isOne();
		}
	}

	static Stream<Arguments> ours() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream
				.of("OK", "Ok", "ClientError.Cancelled", "ClientError.CallTimeout", "clienterror.networkerror.reset",
						"ClientError.ItemsFailed")
				.map((code) -> arguments(connector, code)));
	}

	private static String envelope(String code, String message, String requestId) {
		return "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"" + message + "\"},\"RequestId\":\""
				+ requestId + "\"}}";
	}

	private void assertLinesAreClean(int count) {
		assertThat(this.lines.list).hasSize(count).allSatisfy((line) -> {
			assertClean(line.getFormattedMessage());
			line.getKeyValuePairs().forEach((pair) -> assertClean(String.valueOf(pair.value)));
		});
	}

	private static void assertTagsAreClean(Scene scene) {
		assertThat(scene.filter.meters.getMeters()).isNotEmpty()
			.allSatisfy((meter) -> meter.getId()
				.getTags()
				.stream()
				.map(Tag::getValue)
				.forEach((value) -> assertClean(value)));
	}

	private static void assertClean(String... texts) {
		for (String text : texts) {
			assertThat(text.codePoints()
				.filter((c) -> EFFECTS.contains((byte) Character.getType(c)))
				.mapToObj(Integer::toHexString)).as(text).isEmpty();
		}
	}

}
