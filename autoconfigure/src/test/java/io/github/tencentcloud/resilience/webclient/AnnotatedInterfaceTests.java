package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.Gzip;
import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.ItemFailureHandling;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudActionHeaders;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;
import io.github.tencentcloud.resilience.telemetry.FailureLog;

import static io.github.tencentcloud.resilience.webclient.Scene.CONTENT;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What a method of an annotated interface returns does not depend on the mode: that takes
 * away retries, the breaker and waiting, but not the meaning.
 * {@link AnswerTableTests#annotatedInterfaceGetsTheSameInEachMode} has answers of all
 * kinds.
 */
class AnnotatedInterfaceTests {

	private static final String THROTTLED = error("RequestLimitExceeded");

	private static final String LARGE = "{\"Response\":{\"Data\":\"" + "x".repeat(100_000)
			+ "\",\"RequestId\":\"r-1\"}}";

	@RegisterExtension
	private final LogLines lines = new LogLines(FailureLog.LOGGER);

	static Stream<Arguments> modes() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(Mode.values()).map((mode) -> arguments(connector, mode)));
	}

	@ParameterizedTest
	@MethodSource("modes")
	void successIsUnwrapped(Connector connector, Mode mode) throws Exception {
		try (Scene scene = scene(connector, mode, null, (exchange) -> exchange.json(OK))) {
			assertThat(cvm(scene).describe().block(LIMIT)).isEqualTo(CONTENT);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo((mode == Mode.OFF) ? 0 : 1);
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void gzipIsUnwrapped(Connector connector, Mode mode) throws Exception {
		try (Scene scene = scene(connector, mode, null,
				(exchange) -> exchange.send(200, "application/json", Gzip.gzip(OK), "Content-Encoding: gzip"))) {
			assertThat(cvm(scene).describe().block(LIMIT)).isEqualTo(CONTENT);
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void errorThrowsAfterOneAttempt(Connector connector, Mode mode) throws Exception {
		try (Scene scene = scene(connector, mode, null, (exchange) -> exchange.json(THROTTLED))) {
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> cvm(scene).describe().block(LIMIT))
				.satisfies((ex) -> {
					assertThat(ex.getCode()).isEqualTo("RequestLimitExceeded");
					assertThat(ex.getRequestId()).isEqualTo("r-2");
					assertThat(ex.getPolicy()).isEqualTo("throttled");
					assertThat(ex.getAttempts()).isEqualTo(scene.requests());
				});
			if (mode == Mode.ENFORCE) {
				assertThat(scene.requests()).isGreaterThan(1);
			}
			else {
				assertThat(scene.requests()).isOne();
			}
		}
	}

	/** Whatever is counted for a call that nobody judges. */
	@ParameterizedTest
	@MethodSource("told")
	void observeTellsTheSameAsOfOtherCalls(RawServer.Script script) throws Exception {
		Map<String, Double> others;
		try (Scene scene = scene(Connector.REACTOR, Mode.OBSERVE, null, script)) {
			scene.call("DescribeInstances").onErrorComplete().block(LIMIT);
			others = told(scene);
		}
		assertThat(others).isNotEmpty();
		try (Scene scene = scene(Connector.REACTOR, Mode.OBSERVE, null, script)) {
			cvm(scene).describe().onErrorComplete().block(LIMIT);
			assertThat(told(scene)).isEqualTo(others);
		}
	}

	@ParameterizedTest
	@MethodSource("told")
	void nothingIsToldWhereTheModeIsOff(RawServer.Script script) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Mode.OFF, null, script)) {
			cvm(scene).describe().onErrorComplete().block(LIMIT);
			assertThat(scene.filter.meters.getMeters()).isEmpty();
			assertThat(this.lines.list).isEmpty();
		}
	}

	static Stream<RawServer.Script> told() {
		return Stream.of((exchange) -> exchange.json(OK), (exchange) -> exchange.json(THROTTLED),
				(exchange) -> exchange.json(error("InternalError")), (exchange) -> exchange.json(error("AuthFailure")),
				(exchange) -> exchange.json(error("AuthFailure.SignatureExpire")),
				(exchange) -> exchange.send(502, "text/html", "<html>"),
				(exchange) -> exchange.send(200, "text/html", "<html>"), RawServer.Exchange::reset,
				(exchange) -> exchange.json(LARGE), (exchange) -> exchange
					.json(LARGE.replace("\"RequestId\"", "\"Error\":{\"Code\":\"InternalError\"},\"R\"")));
	}

	private Map<String, Double> told(Scene scene) {
		Map<String, Double> told = new TreeMap<>();
		scene.filter.meters.getMeters()
			.stream()
			.filter((meter) -> !meter.getId().getName().endsWith(".histogram"))
			.forEach((meter) -> told.put(meter.getId().toString(), meter.measure().iterator().next().getValue()));
		this.lines.list.forEach((line) -> told.merge(
				line.getLevel() + " " + line.getFormattedMessage().replaceAll("(127.0.0.1:|in )\\S+", ""), 1.0,
				Double::sum));
		this.lines.list.clear();
		return told;
	}

	@ParameterizedTest
	@MethodSource("modes")
	void failedItemsThrow(Connector connector, Mode mode) throws Exception {
		ItemRule rule = new ItemRule(ItemPath.of("SendStatusSet[].Code"), Set.of("Ok"),
				ItemFailureHandling.FAIL_IF_ANY);
		CallSettings settings = TestSettings.of(mode, null, LIMIT, LIMIT, 10, null, rule);
		try (Scene scene = Scene.of(connector,
				(exchange) -> exchange.json(
						"{\"Response\":{\"SendStatusSet\":[{\"Code\":\"Ok\"},{\"Code\":\"B\"}],\"RequestId\":\"r\"}}"),
				(builder) -> builder.settings(settings))) {
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> cvm(scene).describe().block(LIMIT))
				.satisfies((ex) -> assertThat(ex.getItemCodes()).containsExactly(Map.entry("B", 1)));
			assertThat(scene.filter.meters.find("tencentcloud.client.items").counters())
				.hasSize((mode == Mode.OFF) ? 0 : 2);
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void largeBodyIsUnwrappedAsItComes(Connector connector, Mode mode) throws Exception {
		try (Scene scene = scene(connector, mode, null, (exchange) -> exchange.json(LARGE),
				(builder) -> builder.holdBack(100))) {
			assertThat(cvm(scene).describe().block(LIMIT)).isEqualTo(LARGE.substring(12, LARGE.length() - 1));
			assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo((mode == Mode.OFF) ? 0 : 1);
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void lateErrorOfALargeBodyThrows(Connector connector, Mode mode) throws Exception {
		String late = LARGE.replace("\"RequestId\"", "\"Error\":{\"Code\":\"InternalError\"},\"RequestId\"");
		try (Scene scene = scene(connector, mode, null, (exchange) -> exchange.json(late),
				(builder) -> builder.holdBack(100))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> cvm(scene).run().block(LIMIT))
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("InternalError"));
			assertThat(scene.requests()).isOne();
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void noEnvelopeThrows(Connector connector, Mode mode) throws Exception {
		List<String> bodies = List.of("{\"Response\":{\"RequestId\":\"r-", "<html>", "");
		for (String body : bodies) {
			try (Scene scene = scene(connector, mode, null, (exchange) -> exchange.json(body))) {
				assertThatExceptionOfType(EnvelopeException.class).isThrownBy(() -> cvm(scene).describe().block(LIMIT));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void otherStatusIsHandedOn(Connector connector, Mode mode) throws Exception {
		try (Scene scene = scene(connector, mode, null,
				(exchange) -> exchange.send(404, "application/json", error("ResourceNotFound")))) {
			assertThatExceptionOfType(WebClientResponseException.NotFound.class)
				.isThrownBy(() -> cvm(scene).describe().block(LIMIT))
				.satisfies((ex) -> {
					assertThat(ex.getResponseBodyAsString()).isEqualTo(error("ResourceNotFound"));
					assertThat(TencentCloudFailure.of(ex)).map(TencentCloudFailure::code).contains("ResourceNotFound");
				});
		}
	}

	/** It has no wrapping that could be taken off. */
	@ParameterizedTest
	@MethodSource("modes")
	void olderForm(Connector connector, Mode mode) throws Exception {
		try (Scene scene = scene(connector, mode, null,
				(exchange) -> exchange.json((exchange.number() == 1) ? "{\"code\":0,\"message\":\"\"}"
						: "{\"code\":4000,\"message\":\"m\",\"codeDesc\":\"InvalidParameter\"}"))) {
			assertThat(cvm(scene).describe().block(LIMIT)).isEqualTo("{\"code\":0,\"message\":\"\"}");
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> cvm(scene).describe().block(LIMIT))
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("InvalidParameter"));
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void errorInAStreamThrows(Connector connector, Mode mode) throws Exception {
		try (Scene scene = scene(connector, mode, null, (exchange) -> exchange.send(200, "text/event-stream",
				"data: {\"Choices\":[{\"Delta\":{\"Content\":\"a\"}}]}\n\ndata: {\"ErrorMsg\":{\"Msg\":\"m\",\"Code\":4001}}\n\n"))) {
			StepVerifier.create(cvm(scene).chat())
				.thenConsumeWhile((event) -> event.startsWith("{\"Choices"))
				.expectErrorSatisfies(
						(ex) -> assertThat(TencentCloudFailure.of(ex)).map(TencentCloudFailure::code).contains("4001"))
				.verify(LIMIT);
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void streamIsHandedOnAsItComes(Connector connector, Mode mode) throws Exception {
		try (Scene scene = scene(connector, mode, null, (exchange) -> exchange.send(200, "text/event-stream",
				"data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\ndata: [DONE]\n\n"))) {
			StepVerifier.create(cvm(scene).chat())
				.expectNext("{\"Choices\":[{\"FinishReason\":\"stop\"}]}", "[DONE]")
				.expectComplete()
				.verify(LIMIT);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo((mode == Mode.OFF) ? 0 : 1);
		}
	}

	@ParameterizedTest
	@EnumSource(Mode.class)
	void unwrapFalseBringsBackWhatOtherCallsGet(Mode mode) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, mode, false,
				(exchange) -> exchange.json((exchange.number() == 1) ? OK : error("AuthFailure")))) {
			assertThat(cvm(scene).describe().block(LIMIT)).isEqualTo(OK);
			assertErrorAsOtherCallsGetIt(mode, cvm(scene).describe());
		}
	}

	@ParameterizedTest
	@CsvSource({ "ENFORCE,", "OBSERVE,", "OFF,", "ENFORCE, true", "OBSERVE, true", "OFF, true" })
	void attributeHasTheLastWord(Mode mode, Boolean property) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, mode, property,
				(exchange) -> exchange.json((exchange.number() == 1) ? OK : error("AuthFailure")))) {
			assertThat(cvm(scene).describe(false).block(LIMIT)).isEqualTo(OK);
			assertErrorAsOtherCallsGetIt(mode, cvm(scene).describe(false));
		}
		try (Scene scene = scene(Connector.REACTOR, mode, false, (exchange) -> exchange.json(OK))) {
			assertThat(cvm(scene).describe(true).block(LIMIT)).isEqualTo(CONTENT);
		}
	}

	private static void assertErrorAsOtherCallsGetIt(Mode mode, Mono<String> call) {
		if (mode == Mode.ENFORCE) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> call.block(LIMIT));
		}
		else {
			assertThat(call.block(LIMIT)).isEqualTo(error("AuthFailure"));
		}
	}

	@ParameterizedTest
	@EnumSource(Mode.class)
	void otherCallsAreNotUnwrappedWhereNobodySaysSo(Mode mode) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, mode, null, (exchange) -> exchange.json(OK))) {
			assertThat(scene.read()).isEqualTo(OK);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "OBSERVE", "OFF" })
	void breakerIsNeitherAskedNorTold(Mode mode) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, mode, null,
				(exchange) -> exchange.json((exchange.number() == 1) ? OK : error("InternalError")),
				(builder) -> builder.breaker((breaker) -> breaker.minimumNumberOfCalls(1)))) {
			scene.filter.breaker("cvm").transitionToOpenState();
			assertThat(cvm(scene).describe().block(LIMIT)).isEqualTo(CONTENT);
			scene.filter.breaker("cvm").transitionToClosedState();
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> cvm(scene).describe().block(LIMIT));
			assertThat(scene.filter.breaker("cvm").getMetrics().getNumberOfBufferedCalls()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "OBSERVE", "OFF" })
	void nothingHoldsACallBack(Mode mode) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, mode, null, (exchange) -> exchange.json(OK), (builder) -> builder
			.bulkhead(1, Duration.ZERO)
			.gate((call, attempt, now, deadline) -> CompletableFuture.failedFuture(new AssertionError("asked"))))) {
			assertThat(cvm(scene).describe().block(LIMIT)).isEqualTo(CONTENT);
			assertThat(scene.filter.bulkheads.getAllBulkheads()).isEmpty();
		}
	}

	/** Nor any other limit of ours: the timing is the caller's. */
	@ParameterizedTest
	@EnumSource(names = { "OBSERVE", "OFF" })
	void nobodyEndsACallThatTakesLong(Mode mode) {
		TestFilter filter = TestFilter.builder()
			.settings(TestSettings.of(mode, null, Duration.ofSeconds(1), Duration.ofSeconds(1), 10, null))
			.build();
		StepVerifier
			.withVirtualTime(() -> filter.filter
				.filter(InMemory.request("DescribeInstances")
					.attributes(TencentCloudAttributes.annotated())
					.attributes(TencentCloudAttributes.deadline(Duration.ofSeconds(1)))
					.build(), (request) -> Mono.delay(Duration.ofHours(1)).flatMap((tick) -> InMemory.answer(OK)))
				.flatMap((response) -> response.bodyToMono(String.class)))
			.expectSubscription()
			.expectNoEvent(Duration.ofMinutes(59))
			.then(() -> assertThat(VirtualTimeScheduler.get().getScheduledTaskCount())
				.as("nothing but the delay itself")
				.isOne())
			.thenAwait(Duration.ofMinutes(1))
			.expectNext(CONTENT)
			.expectComplete()
			.verify(LIMIT);
	}

	@ParameterizedTest
	@EnumSource(Mode.class)
	void filterThatIsThereTwiceActsOnce(Mode mode) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, mode, null, (exchange) -> exchange.json(OK))) {
			WebClient twice = scene.client.mutate().filter(scene.filter.filter).build();
			assertThat(cvm(twice).describe().block(LIMIT)).isEqualTo(CONTENT);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void methodWithoutActionBelongsToTheInterface(boolean named) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Mode.OFF, null, (exchange) -> exchange.json(OK))) {
			Cvm cvm = named ? cvm(scene)
					: HttpServiceProxyFactory.builderFor(WebClientAdapter.create(scene.client))
						.httpRequestValuesProcessor(new TencentCloudActionHeaders())
						.build()
						.createClient(Cvm.class);
			assertThat(cvm.plain().block(LIMIT)).isEqualTo(CONTENT);
		}
	}

	private static Scene scene(Connector connector, Mode mode, Boolean unwrap, RawServer.Script script)
			throws Exception {
		return scene(connector, mode, unwrap, script, (builder) -> {
		});
	}

	private static Scene scene(Connector connector, Mode mode, Boolean unwrap, RawServer.Script script,
			Consumer<TestFilter.Builder> customizer) throws Exception {
		return Scene.of(connector, script, (builder) -> customizer
			.accept(builder.settings(TestSettings.of(mode, unwrap, LIMIT, LIMIT, 10, null))));
	}

	private static Cvm cvm(Scene scene) {
		return cvm(scene.client);
	}

	private static Cvm cvm(WebClient client) {
		return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
			.httpRequestValuesProcessor(new TencentCloudActionHeaders(List.of(Cvm.class)))
			.build()
			.createClient(Cvm.class);
	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface Cvm {

		@TencentCloudAction("DescribeInstances")
		Mono<String> describe();

		@TencentCloudAction("DescribeInstances")
		Mono<String> describe(
				@RequestAttribute("io.github.tencentcloud.resilience.TencentCloudAttributes.unwrap") boolean unwrap);

		@TencentCloudAction("RunInstances")
		Mono<String> run();

		@TencentCloudAction("ChatCompletions")
		Flux<String> chat();

		@HttpExchange(method = "POST", headers = "X-TC-Action=DescribeInstances",
				contentType = MediaType.APPLICATION_JSON_VALUE)
		Mono<String> plain();

	}

}
