package io.github.tencentcloud.resilience.webclient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.ZipException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudFailure;

import static io.github.tencentcloud.resilience.webclient.InMemory.buffer;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for request bodies: sent again whole, or not at all.
 */
class RequestBodyTests {

	record RunInstances(String ClientToken, Map<String, String> Nested) {
	}

	private final List<String> bodies = new CopyOnWriteArrayList<>();

	@ParameterizedTest
	@EnumSource
	void bodiesAreSentAgainWhole(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, this::throttleTwice)) {
			MultipartBodyBuilder form = new MultipartBodyBuilder();
			form.part("File", "content");
			for (WebClient.RequestHeadersSpec<?> call : List.of(scene.post("RunInstances").bodyValue("{\"a\":1}"),
					scene.post("RunInstances").bodyValue(Map.of("a", 1)),
					scene.post("RunInstances").body(Flux.just("{\"a\"", ":1}"), String.class))) {
				this.bodies.clear();
				assertThat(call.retrieve().bodyToMono(String.class).block(LIMIT)).isEqualTo(OK);
				assertThat(this.bodies).containsExactly("{\"a\":1}", "{\"a\":1}", "{\"a\":1}");
			}
			this.bodies.clear();
			assertThat(scene.post("UploadFile")
				.contentType(MediaType.MULTIPART_FORM_DATA)
				.bodyValue(form.build())
				.retrieve()
				.bodyToMono(String.class)
				.block(LIMIT)).isEqualTo(OK);
			assertThat(this.bodies).hasSize(3).allMatch((body) -> body.contains("content"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void resourceThatCannotBeReadTwice(Connector connector) throws Exception {
		assertOriginalError(connector,
				(post) -> post.bodyValue(new InputStreamResource(new ByteArrayInputStream("{}".getBytes()))));
	}

	@ParameterizedTest
	@EnumSource
	void fluxThatCannotBeSubscribedTwice(Connector connector) throws Exception {
		Stream<DataBuffer> once = Stream.of(buffer("{}"));
		assertOriginalError(connector, (post) -> post.body(Flux.fromStream(once), DataBuffer.class));
	}

	@ParameterizedTest
	@EnumSource
	void streamThatIsClosed(Connector connector) throws Exception {
		boolean[] sent = new boolean[1];
		assertOriginalError(connector, (post) -> post.body(Flux.defer(() -> {
			Flux<DataBuffer> body = sent[0] ? Flux.error(new IOException("Stream closed")) : Flux.just(buffer("{}"));
			sent[0] = true;
			return body;
		}), DataBuffer.class));
	}

	@ParameterizedTest
	@EnumSource
	void bodyThatFailsIsNoFaultOfTheNetwork(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(OK))) {
			Throwable error = catchThrowable(() -> scene.post("DescribeInstances")
				.body(Flux.error(new IOException("no such file")), DataBuffer.class)
				.retrieve()
				.bodyToMono(String.class)
				.block(LIMIT));
			assertThat(TencentCloudFailure.of(error).orElseThrow().code()).isEqualTo("ClientError.RequestError");
			assertThat(TencentCloudFailure.of(error).orElseThrow().attempts()).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, false", "REACTOR, true", "JDK, false", "JDK, true", "HTTP_COMPONENTS, false",
			"HTTP_COMPONENTS, true" })
	void bodyMadeOfADamagedArchiveIsNoDamagedAnswer(Connector connector, boolean begun) throws Exception {
		ZipException fault = new ZipException("invalid block type");
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(OK),
				(builder) -> builder.breaker((breaker) -> breaker.minimumNumberOfCalls(100)))) {
			Flux<DataBuffer> begin = begun ? Flux.just(buffer("{\"Data\":\"")) : Flux.empty();
			Throwable error = catchThrowable(() -> scene.post("DescribeInstances")
				.body(begin.concatWith(Flux.error(fault)), DataBuffer.class)
				.retrieve()
				.bodyToMono(String.class)
				.block(LIMIT));
			assertThat(Stream.iterate(error, Objects::nonNull, Throwable::getCause)).contains(fault);
			TencentCloudFailure failure = TencentCloudFailure.of(error).orElseThrow();
			assertThat(failure.code()).isEqualTo("ClientError.RequestError");
			assertThat(failure.attempts()).isOne();
			assertThat(scene.filter.attempts()).isOne();
			assertThat(scene.filter.breaker("cvm").getMetrics().getNumberOfBufferedCalls()).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"ClientToken":"t"}        | 3
			{"A":{},"ClientToken":"t"} | 3
			{"ClientToken":""}         | 1
			{"ClientToken":null}       | 1
			{"Nested":{"ClientToken":"t"}} | 1
			[{"ClientToken":"t"}]      | 1
			{}                         | 1
			""")
	void clientTokenMakesAWriteRepeatable(String body, int attempts) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(error("InternalError")))) {
			catchThrowable(
					() -> scene.post("RunInstances").bodyValue(body).retrieve().bodyToMono(String.class).block(LIMIT));
			assertThat(scene.requests()).isEqualTo(attempts);
		}
	}

	@ParameterizedTest
	@EnumSource
	void clientTokenOfAnObjectMakesAWriteRepeatable(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, RawServer.Exchange::reset)) {
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> scene.post("RunInstances")
				.bodyValue(new RunInstances("t", Map.of()))
				.retrieve()
				.bodyToMono(String.class)
				.block(LIMIT));
			assertThat(scene.requests()).isEqualTo(3);
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> scene.post("RunInstances")
				.bodyValue(new RunInstances(null, Map.of("ClientToken", "t")))
				.retrieve()
				.bodyToMono(String.class)
				.block(LIMIT));
			assertThat(scene.requests()).isEqualTo(4);
		}
	}

	@ParameterizedTest
	@EnumSource
	void clientTokenThatStaysTheSameMakesAWriteRepeatable(Connector connector) throws Exception {
		assertThat(bodiesWithTokens(connector, "a", "a", "a")).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource
	void clientTokenThatChangesMakesNothingRepeatable(Connector connector) throws Exception {
		assertThat(bodiesWithTokens(connector, "a", "b", "c")).hasSizeLessThanOrEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void clientTokenThatGoesAwayMakesNothingRepeatable(Connector connector) throws Exception {
		assertThat(bodiesWithTokens(connector, "a", "", "a")).hasSizeLessThanOrEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?Action=RunInstances&ClientToken=t", "?Action=DescribeInstances" })
	void getThatMayBeRepeated(String query) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(error("InternalError")))) {
			catchThrowable(() -> scene.client.get().uri(query).retrieve().bodyToMono(String.class).block(LIMIT));
			assertThat(scene.requests()).isEqualTo(3);
		}
	}

	@Test
	void attributeHasTheLastWord() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(502, "text/html", "bad"))) {
			for (boolean idempotent : new boolean[] { true, false }) {
				assertThatExceptionOfType(WebClientResponseException.class)
					.isThrownBy(() -> scene.post(idempotent ? "RunInstances" : "DescribeInstances")
						.attributes(TencentCloudAttributes.idempotent(idempotent))
						.bodyValue("{}")
						.retrieve()
						.bodyToMono(String.class)
						.block(LIMIT));
			}
			assertThat(scene.requests()).isEqualTo(4);
		}
	}

	/**
	 * What a write sends that fails each time, with a body made anew for each attempt.
	 */
	private List<String> bodiesWithTokens(Connector connector, String... tokens) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			this.bodies.add(exchange.body());
			exchange.json(error("InternalError"));
		})) {
			Iterator<String> next = List.of(tokens).iterator();
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> scene.post("RunInstances")
					.body(Mono.fromSupplier(() -> "{\"ClientToken\":\"" + next.next() + "\"}"), String.class)
					.retrieve()
					.bodyToMono(String.class)
					.block(LIMIT))
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("InternalError"));
			return this.bodies;
		}
	}

	private void throttleTwice(RawServer.Exchange exchange) throws IOException {
		this.bodies.add(exchange.body());
		exchange.json((exchange.number() % 3 != 0) ? error("RequestLimitExceeded") : OK);
	}

	private static void assertOriginalError(Connector connector, Body body) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(error("RequestLimitExceeded")))) {
			Throwable error = catchThrowable(
					() -> body.set(scene.post("RunInstances")).retrieve().bodyToMono(String.class).block(LIMIT));
			assertThat(error).isInstanceOf(TencentCloudApiException.class)
				.hasMessageStartingWith("RequestLimitExceeded: m");
			assertThat(error.getSuppressed()).hasAtLeastOneElementOfType(WebClientRequestException.class);
			assertThat(scene.requests()).isOne();
		}
	}

	@FunctionalInterface
	private interface Body {

		WebClient.RequestHeadersSpec<?> set(WebClient.RequestBodySpec post);

	}

}
