package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

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
import io.github.tencentcloud.resilience.service.TencentCloudActionHeaders;
import io.github.tencentcloud.resilience.telemetry.FailureLog;

import static io.github.tencentcloud.resilience.webclient.Scene.CONTENT;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What a method of an annotated interface returns does not depend on the mode: that takes
 * away retries, the breaker and waiting, but not the meaning.
 * {@link AnswerTableTests#annotatedInterfaceGetsTheSameInEachMode} has answers of all
 * kinds.
 */
@Tag("integration")
class AnnotatedInterfaceTests {

	private static final String THROTTLED = error("RequestLimitExceeded");

	private static final String LARGE = "{\"Response\":{\"Data\":\"" + "x".repeat(100_000)
			+ "\",\"RequestId\":\"r-1\"}}";

	@RegisterExtension
	private final LogLines lines = new LogLines(FailureLog.LOGGER);

	static Stream<Arguments> modes() {
		return Stream.of(InterfaceClient.values())
			.flatMap((client) -> Stream.of(Mode.values()).map((mode) -> arguments(client, mode)));
	}

	/** With one client of each kind. */
	static Stream<Arguments> eachMode() {
		return InterfaceClient.kinds()
			.stream()
			.flatMap((client) -> Stream.of(Mode.values()).map((mode) -> arguments(client, mode)));
	}

	/** The modes in which nobody decides. */
	static Stream<Arguments> passive() {
		return eachMode().filter((arguments) -> arguments.get()[1] != Mode.ENFORCE);
	}

	@ParameterizedTest
	@MethodSource("modes")
	void successIsUnwrapped(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null, (exchange) -> exchange.json(OK))) {
			assertThat(client.cvm(scene).describe()).isEqualTo(CONTENT);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo((mode == Mode.OFF) ? 0 : 1);
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void gzipIsUnwrapped(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null,
				(exchange) -> exchange.send(200, "application/json", Gzip.gzip(OK), "Content-Encoding: gzip"))) {
			assertThat(client.cvm(scene).describe()).isEqualTo(CONTENT);
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void errorThrowsAfterOneAttempt(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null, (exchange) -> exchange.json(THROTTLED))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> client.cvm(scene).describe())
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
	void observeTellsTheSameAsOfOtherCalls(InterfaceClient client, RawServer.Script script) throws Exception {
		Map<String, Double> others;
		try (Scene scene = scene(client, Mode.OBSERVE, null, script)) {
			catchThrowable(() -> client.callWithoutInterface(scene));
			others = told(scene);
		}
		assertThat(others).isNotEmpty();
		try (Scene scene = scene(client, Mode.OBSERVE, null, script)) {
			catchThrowable(() -> client.cvm(scene).describe());
			assertThat(told(scene)).isEqualTo(others);
		}
	}

	@ParameterizedTest
	@MethodSource("told")
	void nothingIsToldWhereTheModeIsOff(InterfaceClient client, RawServer.Script script) throws Exception {
		try (Scene scene = scene(client, Mode.OFF, null, script)) {
			catchThrowable(() -> client.cvm(scene).describe());
			assertThat(scene.filter.meters.getMeters()).isEmpty();
			assertThat(this.lines.list).isEmpty();
		}
	}

	static Stream<Arguments> told() {
		return InterfaceClient.kinds()
			.stream()
			.flatMap((client) -> scripts().map((script) -> arguments(client, script)));
	}

	private static Stream<RawServer.Script> scripts() {
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
	void failedItemsThrow(InterfaceClient client, Mode mode) throws Exception {
		ItemRule rule = new ItemRule(ItemPath.of("SendStatusSet[].Code"), Set.of("Ok"),
				ItemFailureHandling.FAIL_IF_ANY);
		CallSettings settings = TestSettings.of(mode, null, LIMIT, LIMIT, 10, null, rule);
		try (Scene scene = client.scene(
				(exchange) -> exchange.json(
						"{\"Response\":{\"SendStatusSet\":[{\"Code\":\"Ok\"},{\"Code\":\"B\"}],\"RequestId\":\"r\"}}"),
				(builder) -> builder.settings(settings))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> client.cvm(scene).describe())
				.satisfies((ex) -> assertThat(ex.getItemCodes()).containsExactly(Map.entry("B", 1)));
			assertThat(scene.filter.meters.find("tencentcloud.client.items").counters())
				.hasSize((mode == Mode.OFF) ? 0 : 2);
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void largeBodyIsUnwrappedAsItComes(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null, (exchange) -> exchange.json(LARGE),
				(builder) -> builder.holdBack(100))) {
			assertThat(client.cvm(scene).describe()).isEqualTo(LARGE.substring(12, LARGE.length() - 1));
			assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo((mode == Mode.OFF) ? 0 : 1);
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void lateErrorOfALargeBodyThrows(InterfaceClient client, Mode mode) throws Exception {
		String late = LARGE.replace("\"RequestId\"", "\"Error\":{\"Code\":\"InternalError\"},\"RequestId\"");
		try (Scene scene = scene(client, mode, null, (exchange) -> exchange.json(late),
				(builder) -> builder.holdBack(100))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> client.cvm(scene).run())
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("InternalError"));
			assertThat(scene.requests()).isOne();
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void noEnvelopeThrows(InterfaceClient client, Mode mode) throws Exception {
		List<String> bodies = List.of("{\"Response\":{\"RequestId\":\"r-", "<html>", "");
		for (String body : bodies) {
			try (Scene scene = scene(client, mode, null, (exchange) -> exchange.json(body))) {
				assertThatExceptionOfType(EnvelopeException.class).isThrownBy(() -> client.cvm(scene).describe());
			}
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void otherStatusIsHandedOn(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null,
				(exchange) -> exchange.send(404, "application/json", error("ResourceNotFound")))) {
			Throwable error = catchThrowable(() -> client.cvm(scene).describe());
			if (client.isRestClient()) {
				assertThat(error).asInstanceOf(InstanceOfAssertFactories.type(HttpClientErrorException.NotFound.class))
					.extracting(HttpClientErrorException::getResponseBodyAsString)
					.isEqualTo(error("ResourceNotFound"));
			}
			else {
				assertThat(error)
					.asInstanceOf(InstanceOfAssertFactories.type(WebClientResponseException.NotFound.class))
					.extracting(WebClientResponseException::getResponseBodyAsString)
					.isEqualTo(error("ResourceNotFound"));
			}
			assertThat(TencentCloudFailure.of(error)).map(TencentCloudFailure::code).contains("ResourceNotFound");
		}
	}

	/** It has no wrapping that could be taken off. */
	@ParameterizedTest
	@MethodSource("modes")
	void olderForm(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null,
				(exchange) -> exchange.json((exchange.number() == 1) ? "{\"code\":0,\"message\":\"\"}"
						: "{\"code\":4000,\"message\":\"m\",\"codeDesc\":\"InvalidParameter\"}"))) {
			assertThat(client.cvm(scene).describe()).isEqualTo("{\"code\":0,\"message\":\"\"}");
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> client.cvm(scene).describe())
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("InvalidParameter"));
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void errorInAStreamThrows(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null, (exchange) -> exchange.send(200, "text/event-stream",
				"data: {\"Choices\":[{\"Delta\":{\"Content\":\"a\"}}]}\n\ndata: {\"ErrorMsg\":{\"Msg\":\"m\",\"Code\":4001}}\n\n"))) {
			List<String> events = new ArrayList<>();
			Throwable error = catchThrowable(() -> client.cvm(scene).chat(events::add));
			assertThat(TencentCloudFailure.of(error)).map(TencentCloudFailure::code).contains("4001");
			assertThat(events).allMatch((event) -> event.startsWith("{\"Choices"));
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void streamIsHandedOnAsItComes(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null, (exchange) -> exchange.send(200, "text/event-stream",
				"data: {\"Choices\":[{\"FinishReason\":\"stop\"}]}\n\ndata: [DONE]\n\n"))) {
			List<String> events = new ArrayList<>();
			client.cvm(scene).chat(events::add);
			assertThat(events).containsExactly("{\"Choices\":[{\"FinishReason\":\"stop\"}]}", "[DONE]");
			assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo((mode == Mode.OFF) ? 0 : 1);
		}
	}

	@ParameterizedTest
	@MethodSource("eachMode")
	void unwrapFalseBringsBackWhatOtherCallsGet(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, false,
				(exchange) -> exchange.json((exchange.number() == 1) ? OK : error("AuthFailure")))) {
			assertThat(client.cvm(scene).describe()).isEqualTo(OK);
			assertErrorAsOtherCallsGetIt(mode, () -> client.cvm(scene).describe());
		}
	}

	@ParameterizedTest
	@MethodSource("properties")
	void attributeHasTheLastWord(InterfaceClient client, Mode mode, Boolean property) throws Exception {
		try (Scene scene = scene(client, mode, property,
				(exchange) -> exchange.json((exchange.number() == 1) ? OK : error("AuthFailure")))) {
			assertThat(client.cvm(scene).describe(false)).isEqualTo(OK);
			assertErrorAsOtherCallsGetIt(mode, () -> client.cvm(scene).describe(false));
		}
		try (Scene scene = scene(client, mode, false, (exchange) -> exchange.json(OK))) {
			assertThat(client.cvm(scene).describe(true)).isEqualTo(CONTENT);
		}
	}

	static Stream<Arguments> properties() {
		return eachMode().map(Arguments::get)
			.flatMap((arguments) -> Stream.of(null, true)
				.map((property) -> arguments(arguments[0], arguments[1], property)));
	}

	private static void assertErrorAsOtherCallsGetIt(Mode mode, Supplier<String> call) {
		if (mode == Mode.ENFORCE) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(call::get);
		}
		else {
			assertThat(call.get()).isEqualTo(error("AuthFailure"));
		}
	}

	@ParameterizedTest
	@MethodSource("eachMode")
	void otherCallsAreNotUnwrappedWhereNobodySaysSo(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null, (exchange) -> exchange.json(OK))) {
			assertThat(client.callWithoutInterface(scene)).isEqualTo(OK);
		}
	}

	@ParameterizedTest
	@MethodSource("passive")
	void breakerIsNeitherAskedNorTold(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null,
				(exchange) -> exchange.json((exchange.number() == 1) ? OK : error("InternalError")),
				(builder) -> builder.breaker((breaker) -> breaker.minimumNumberOfCalls(1)))) {
			scene.filter.breaker("cvm").transitionToOpenState();
			assertThat(client.cvm(scene).describe()).isEqualTo(CONTENT);
			scene.filter.breaker("cvm").transitionToClosedState();
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> client.cvm(scene).describe());
			assertThat(scene.filter.breaker("cvm").getMetrics().getNumberOfBufferedCalls()).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("passive")
	void nothingHoldsACallBack(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null, (exchange) -> exchange.json(OK), (builder) -> builder
			.bulkhead(1, Duration.ZERO)
			.gate((call, attempt, now, deadline) -> CompletableFuture.failedFuture(new AssertionError("asked"))))) {
			assertThat(client.cvm(scene).describe()).isEqualTo(CONTENT);
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

	/** By which an attempt ends that gets no answer. */
	@ParameterizedTest
	@EnumSource(Mode.class)
	void readTimeoutOfRestClientIsTheCallersToo(Mode mode) throws Exception {
		List<Duration> readTimeouts = new CopyOnWriteArrayList<>();
		try (Scene scene = scene(InterfaceClient.REST_CLIENT, mode, null, (exchange) -> exchange.json(OK))) {
			String content = RestClient.builder()
				.requestFactory(InterfaceClient.guarded(scene, new SimpleClientHttpRequestFactory(), (readTimeout) -> {
					if (readTimeout != null) {
						readTimeouts.add(readTimeout);
					}
					return new SimpleClientHttpRequestFactory();
				}))
				.build()
				.post()
				.uri("http://127.0.0.1:" + scene.server.port() + "/")
				.header("X-TC-Action", "DescribeInstances")
				.attributes(TencentCloudAttributes.annotated())
				.body("{}")
				.retrieve()
				.body(String.class);
			assertThat(content).isEqualTo(CONTENT);
		}
		assertThat(readTimeouts).isEqualTo((mode == Mode.ENFORCE) ? List.of(LIMIT) : List.of());
	}

	@ParameterizedTest
	@MethodSource("eachMode")
	void filterThatIsThereTwiceActsOnce(InterfaceClient client, Mode mode) throws Exception {
		try (Scene scene = scene(client, mode, null, (exchange) -> exchange.json(OK))) {
			assertThat(client.guardedTwice(scene).describe()).isEqualTo(CONTENT);
			assertThat(scene.requests()).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, true", "REACTOR, false", "REST_CLIENT, true", "REST_CLIENT, false" })
	void methodWithoutActionBelongsToTheInterface(InterfaceClient client, boolean named) throws Exception {
		try (Scene scene = scene(client, Mode.OFF, null, (exchange) -> exchange.json(OK))) {
			InterfaceClient.Cvm cvm = named ? client.cvm(scene) : client.cvm(scene, new TencentCloudActionHeaders());
			assertThat(cvm.plain()).isEqualTo(CONTENT);
		}
	}

	private static Scene scene(InterfaceClient client, Mode mode, Boolean unwrap, RawServer.Script script)
			throws Exception {
		return scene(client, mode, unwrap, script, (builder) -> {
		});
	}

	private static Scene scene(InterfaceClient client, Mode mode, Boolean unwrap, RawServer.Script script,
			Consumer<TestFilter.Builder> customizer) throws Exception {
		return client.scene(script, (builder) -> customizer
			.accept(builder.settings(TestSettings.of(mode, unwrap, LIMIT, LIMIT, 10, null))));
	}

}
