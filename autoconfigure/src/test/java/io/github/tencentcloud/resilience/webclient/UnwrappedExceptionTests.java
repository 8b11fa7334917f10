package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudException;
import io.github.tencentcloud.resilience.TencentCloudFailure;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that our exceptions reach the caller as they are, at whatever moment and however
 * the body is read. {@code retrieve()} wraps errors of a body that it does not know.
 */
@Tag("integration")
class UnwrappedExceptionTests {

	private static final String START = "{\"Response\":{\"Data\":\"";

	private static final String EVENT = "data: {\"Choices\":[{\"Delta\":{\"Content\":\"x\"},\"FinishReason\":\"\"}]}\n\n";

	/** More than an HTTP client hands on at once, and less than Spring's codecs take. */
	private static final String LONG = "x".repeat(100_000);

	private static final int HOLD_BACK = 1000;

	/** What goes wrong, and when. */
	enum Failure {

		AT_ONCE(TencentCloudApiException.class, "RequestLimitExceeded",
				(exchange) -> exchange.json(Scene.error("RequestLimitExceeded"))),

		LATE(TencentCloudApiException.class, "RequestLimitExceeded",
				(exchange) -> exchange.json(START + LONG + "\",\"Error\":{\"Code\":\"RequestLimitExceeded\"}}}")),

		NO_ENVELOPE(EnvelopeException.class, "ClientError.ParseJsonError",
				(exchange) -> exchange.json(START + LONG + "\"}x")),

		NO_TIME(CallTimeoutException.class, "ClientError.CallTimeout", (exchange) -> {
			exchange.head(200, "application/json", 1_000_000);
			exchange.write(START + "x".repeat(4000));
			exchange.drip("x".repeat(1000), 20);
		}),

		REDIRECT_WITHOUT_TIME(CallTimeoutException.class, "ClientError.CallTimeout", (exchange) -> {
			exchange.head(300, "text/plain", 1_000_000);
			exchange.write("x".repeat(4000));
			exchange.drip("x".repeat(1000), 20);
		}),

		EVENT_OF_AN_ERROR(TencentCloudApiException.class, "MODEL_ERROR", (exchange) -> exchange.send(200,
				"text/event-stream",
				EVENT.repeat(1000) + "data: {\"ErrorCode\":\"MODEL_ERROR\",\"ErrorMessage\":\"m\"}\n\n" + EVENT));

		private final Class<? extends TencentCloudException> type;

		private final String code;

		private final RawServer.Script script;

		Failure(Class<? extends TencentCloudException> type, String code, RawServer.Script script) {
			this.type = type;
			this.code = code;
			this.script = script;
		}

	}

	/** How the answer is read. */
	enum Reader {

		MONO((request) -> request.retrieve().bodyToMono(String.class)),

		BYTES((request) -> request.retrieve().bodyToMono(byte[].class)),

		OBJECT((request) -> request.retrieve().bodyToMono(Map.class)),

		FLUX((request) -> request.retrieve().bodyToFlux(String.class).then()),

		BUFFERS((request) -> request.retrieve().bodyToFlux(DataBuffer.class).doOnNext(DataBufferUtils::release).then()),

		EVENTS((request) -> request.retrieve().bodyToFlux(ServerSentEvent.class).then()),

		ENTITY((request) -> request.retrieve().toEntity(String.class)),

		ENTITY_LIST((request) -> request.retrieve().toEntityList(String.class)),

		ENTITY_FLUX((
				request) -> request.retrieve().toEntityFlux(String.class).flatMap((entity) -> entity.getBody().then())),

		ENTITY_FLUX_OF_BUFFERS((request) -> request.retrieve()
			.toEntityFlux(BodyExtractors.toDataBuffers())
			.flatMap((entity) -> entity.getBody().doOnNext(DataBufferUtils::release).then())),

		NO_BODY((request) -> request.retrieve().toBodilessEntity()),

		STATUS_HANDLER((request) -> request.retrieve()
			.onStatus(HttpStatusCode::is5xxServerError, ClientResponse::createException)
			.bodyToMono(String.class)),

		STATUS_HANDLER_THAT_READS((request) -> request.retrieve()
			.onStatus((status) -> true, (response) -> response.bodyToMono(String.class).map(IllegalStateException::new))
			.bodyToMono(String.class)),

		EXCHANGE((request) -> request.exchangeToMono((response) -> response.bodyToMono(String.class))),

		EXCHANGE_FLUX((request) -> request.exchangeToFlux((response) -> response.bodyToFlux(String.class)).then()),

		EXCHANGE_ENTITY((request) -> request.exchangeToMono((response) -> response.toEntity(String.class)));

		private final Function<WebClient.RequestHeadersSpec<?>, Mono<?>> reading;

		Reader(Function<WebClient.RequestHeadersSpec<?>, Mono<?>> reading) {
			this.reading = reading;
		}

		/** What a decoder cannot make anything of is its own error, and no test. */
		private boolean understands(Failure failure) {
			return switch (failure) {
				case REDIRECT_WITHOUT_TIME, EVENT_OF_AN_ERROR -> this != OBJECT && this != EVENTS;
				default -> this != EVENTS;
			} || (failure == Failure.EVENT_OF_AN_ERROR && this == EVENTS);
		}

	}

	static Stream<Arguments> failures() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(Failure.values()).map((failure) -> Arguments.of(connector, failure)));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void arrivesAsItIs(Connector connector, Failure failure) throws Exception {
		try (Scene scene = scene(connector, failure)) {
			List<Reader> readers = Stream.of(Reader.values()).filter((reader) -> reader.understands(failure)).toList();
			List<Throwable> errors = Flux.fromIterable(readers)
				.flatMapSequential(
						(reader) -> errorOf(reader.reading.apply(scene.post("RunInstances").bodyValue("{}"))), 4)
				.collectList()
				.block(LIMIT);
			assertThat(errors).as("errors of %s", readers)
				.hasSameSizeAs(readers)
				.hasSizeGreaterThan(10)
				.allSatisfy((error) -> {
					assertThat(error).isExactlyInstanceOf(failure.type);
					assertThat(((TencentCloudException) error).getCode()).isEqualTo(failure.code);
					assertThat(TencentCloudFailure.of(error)).contains(((TencentCloudException) error).getFailure());
				});
		}
	}

	@ParameterizedTest
	@EnumSource
	void arrivesAsItIsFromAnInterface(Failure failure) throws Exception {
		try (Scene scene = scene(Connector.REACTOR, failure)) {
			Actions actions = HttpServiceProxyFactory.builderFor(WebClientAdapter.create(scene.client))
				.build()
				.createClient(Actions.class);
			assertThat(catchThrowable(actions::text)).isExactlyInstanceOf(failure.type);
			assertThat(catchThrowable(() -> actions.later().block(LIMIT))).isExactlyInstanceOf(failure.type);
			assertThat(catchThrowable(() -> actions.pieces().blockLast(LIMIT))).isExactlyInstanceOf(failure.type);
		}
	}

	/** Who stands outside and makes another response of ours gets Spring's exception. */
	@ParameterizedTest
	@EnumSource
	void isTheCauseWhereAnotherResponseIsMadeOfOurs(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Failure.LATE)) {
			Throwable error = catchThrowable(() -> remaking(scene.client).post()
				.header("X-TC-Action", "RunInstances")
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(String.class)
				.block(LIMIT));
			assertThat(error).isInstanceOf(WebClientResponseException.class)
				.hasCauseInstanceOf(TencentCloudApiException.class);
			assertThat(TencentCloudFailure.of(error).orElseThrow().code()).isEqualTo(Failure.LATE.code);
		}
	}

	/** The failure of another status goes by the request, which must not get lost. */
	@ParameterizedTest
	@EnumSource
	void statusKeepsItsFailureWhereAnotherResponseIsMadeOfOurs(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.send(503, "text/html", "x"),
				(builder) -> builder.settings(Scene.settings(Mode.ENFORCE, false, LIMIT, LIMIT, 1)))) {
			Throwable error = catchThrowable(() -> remaking(scene.client).post()
				.header("X-TC-Action", "RunInstances")
				.bodyValue("{}")
				.retrieve()
				.toBodilessEntity()
				.block(LIMIT));
			assertThat(TencentCloudFailure.of(error).orElseThrow().code())
				.isEqualTo("ClientError.HttpStatusCodeError.503");
		}
	}

	/** A status of an error says it all, so its body is read to be quoted only. */
	@ParameterizedTest
	@EnumSource
	void statusIsToldWhateverBecomesOfItsBody(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(502, "text/plain", 1_000_000);
			exchange.write("x".repeat(4000));
			exchange.drip("x".repeat(1000), 20);
		}, (builder) -> builder.holdBack(HOLD_BACK)
			.settings(Scene.settings(Mode.ENFORCE, false, LIMIT, Duration.ofSeconds(1), 1)))) {
			Throwable error = catchThrowable(scene::write);
			assertThat(error).isInstanceOf(WebClientResponseException.BadGateway.class);
			assertThat(TencentCloudFailure.of(error).orElseThrow().code())
				.isEqualTo("ClientError.HttpStatusCodeError.502");
		}
	}

	private static Mono<Throwable> errorOf(Mono<?> reading) {
		return reading.then(Mono.<Throwable>empty()).onErrorResume(Mono::just);
	}

	/** With somebody outside of us who makes another response of each. */
	private static WebClient remaking(WebClient client) {
		return client.mutate()
			.filters((filters) -> filters.add(0,
					(request, next) -> next.exchange(request).map((response) -> response.mutate().build())))
			.build();
	}

	private static Scene scene(Connector connector, Failure failure) {
		return Scene.of(connector, failure.script,
				(failure.type == CallTimeoutException.class) ? UnwrappedExceptionTests::quick
						: (builder) -> builder.holdBack(HOLD_BACK)
							.settings(Scene.settings(Mode.ENFORCE, false, LIMIT, LIMIT, 1)));
	}

	/** How often a body is looked at depends on the limit of an attempt. */
	private static void quick(TestFilter.Builder builder) {
		builder.holdBack(HOLD_BACK)
			.settings(Scene.settings(Mode.ENFORCE, false, Duration.ofSeconds(1), Duration.ofMillis(150), 1));
	}

	interface Actions {

		@PostExchange(url = "/", headers = "X-TC-Action=RunInstances")
		String text();

		@PostExchange(url = "/", headers = "X-TC-Action=RunInstances")
		Mono<String> later();

		@PostExchange(url = "/", headers = "X-TC-Action=RunInstances")
		Flux<String> pieces();

	}

}
