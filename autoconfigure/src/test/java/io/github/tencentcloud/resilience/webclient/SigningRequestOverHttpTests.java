package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestBodySpec;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;

import io.github.tencentcloud.resilience.TestClock;
import io.github.tencentcloud.resilience.engine.TestSignature;
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.signing.Calls;
import io.github.tencentcloud.resilience.signing.ServerClock;
import io.github.tencentcloud.resilience.signing.SignatureServer;
import io.github.tencentcloud.resilience.signing.SigningOptions;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what {@link SigningRequest} signs is what HTTP clients send: a server checks
 * it over the bytes that came in.
 */
class SigningRequestOverHttpTests {

	private final TestClock clock = new TestClock();

	private final SignatureServer server = new SignatureServer(this.clock, Calls.credentials());

	private final ServerClock serverClock = new ServerClock(this.clock);

	@AfterEach
	void close() {
		this.server.close();
	}

	record Instance(String Name, int Limit) {

	}

	enum Payload {

		POJO((spec) -> spec.bodyValue(new Instance("未命名", 1))),

		MAP((spec) -> spec.contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("Limit", 1))),

		STRING((spec) -> spec.bodyValue("{\"Name\":\"未命名\"}")),

		STRING_WITH_TYPE((spec) -> spec.contentType(MediaType.APPLICATION_JSON).bodyValue("{\"Name\":\"未命名\"}")),

		STRING_WITH_CHARSET(
				(spec) -> spec.contentType(new MediaType(MediaType.APPLICATION_JSON, StandardCharsets.UTF_8))
					.bodyValue("{}")),

		MONO((spec) -> spec.body(Mono.just(new Instance("x", 1)).delayElement(Duration.ofMillis(5)), Instance.class)),

		EMPTY_MONO((spec) -> spec.body(Mono.empty(), Instance.class)),

		FORM((spec) -> spec.body(BodyInserters.fromFormData("Name", "未 +&=").with("Limit", "1"))),

		MULTIPART((spec) -> {
			MultipartBodyBuilder parts = new MultipartBodyBuilder();
			parts.part("Name", "未命名");
			parts.part("File", new ByteArrayResource(random(5_000)), MediaType.APPLICATION_OCTET_STREAM);
			return spec.bodyValue(parts.build());
		}),

		BYTES((spec) -> spec.contentType(MediaType.APPLICATION_OCTET_STREAM).bodyValue(random(100_000))),

		BYTES_WITHOUT_TYPE((spec) -> spec.bodyValue(random(10))),

		BUFFERS((spec) -> spec.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.body(Flux.range(1, 50)
				.map((i) -> (DataBuffer) DefaultDataBufferFactory.sharedInstance.wrap(random(i * 50)))
				.delayElements(Duration.ofMillis(1)), DataBuffer.class)),

		OBJECTS((spec) -> spec.body(Flux.range(0, 20).map((i) -> new Instance("x", i)), Instance.class)),

		LINES((spec) -> spec.contentType(MediaType.APPLICATION_NDJSON)
			.body(Flux.range(0, 20).map((i) -> new Instance("x", i)), Instance.class)),

		NOTHING((spec) -> spec),

		EMPTY((spec) -> spec.bodyValue(""));

		private final Function<RequestBodySpec, RequestHeadersSpec<?>> write;

		Payload(Function<RequestBodySpec, RequestHeadersSpec<?>> write) {
			this.write = write;
		}

		private static byte[] random(int length) {
			byte[] bytes = new byte[length];
			new Random(length).nextBytes(bytes);
			return bytes;
		}

	}

	static Stream<Arguments> combinations() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(Payload.values())
				.flatMap((payload) -> Stream.of(false, true)
					.map((unsigned) -> Arguments.of(connector, payload, unsigned))));
	}

	@ParameterizedTest
	@MethodSource("combinations")
	void post(Connector connector, Payload payload, boolean unsigned) {
		RequestBodySpec spec = client(connector, new SigningOptions(unsigned, null, null)).post().uri("/");
		assertThat(send(payload.write.apply(spec))).contains("RequestId");
		assertThat(this.server.last().code()).isEqualTo(SignatureServer.OK);
		assertThat(this.server.last().header("X-TC-Content-SHA256")).isEqualTo(unsigned ? "UNSIGNED-PAYLOAD" : null);
		if (!unsigned && !this.server.last().text().isEmpty()) {
			assertThat(this.server.last().header("Content-Length"))
				.isEqualTo(Integer.toString(this.server.last().body().length));
		}
	}

	@ParameterizedTest
	@EnumSource
	void get(Connector connector) {
		WebClient client = client(connector, SigningOptions.DEFAULTS);
		for (String query : new String[] { "", "?", "?Limit=10", "?Offset=0&Limit=10", "?Name=a+b%20c&Name2=%e4%b8%ad",
				"?B&A=", "?Filter.0.Name=x;y,z:@/?*~!$'()" }) {
			send(client.method(HttpMethod.GET).uri(URI.create("http://localhost:" + this.server.port() + "/" + query)));
			assertThat(this.server.last().code()).as(query).isEqualTo(SignatureServer.OK);
		}
		send(client.get().uri("/?Name={name}", "未命名 +&=%"));
		assertThat(this.server.last().code()).isEqualTo(SignatureServer.OK);
		send(client.get().uri((builder) -> builder.queryParam("Name", "a+b").queryParam("A", "ü").build()));
		assertThat(this.server.last().code()).isEqualTo(SignatureServer.OK);
		assertThat(this.server.last().header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
	}

	@ParameterizedTest
	@EnumSource
	void stringGoesOutAsJson(Connector connector) {
		send(client(connector, SigningOptions.DEFAULTS).post().uri("/").bodyValue("{\"Limit\":1}"));
		assertThat(this.server.last().header("Content-Type")).isEqualTo("application/json");
		assertThat(this.server.last().text()).isEqualTo("{\"Limit\":1}");
	}

	@ParameterizedTest
	@EnumSource
	void eachAttemptHasItsOwnTimestamp(Connector connector) {
		Mono<String> call = client(connector, SigningOptions.DEFAULTS).post()
			.uri("/")
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class);
		for (int i = 0; i < 5; i++) {
			call.block(Calls.LIMIT);
			this.clock.advance(Duration.ofMinutes(7));
		}
		assertThat(this.server.received()).extracting(SignatureServer.Received::code).containsOnly(SignatureServer.OK);
		assertThat(this.server.received()).extracting((request) -> request.header("X-TC-Timestamp"))
			.doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource
	void clockThatIsOffIsCorrected(Connector connector) {
		// The server writes the true time into its answers, whatever one tells it.
		this.clock.set(Instant.now());
		TestClock own = new TestClock(this.clock.instant().minus(Duration.ofMinutes(20)));
		ServerClock serverClock = new ServerClock(own);
		SigningFilter filter = new SigningFilter(serverClock, Calls.credentials(), SigningOptions.DEFAULTS);
		WebClient client = client(connector, filter);
		String date = client.post()
			.uri("/")
			.bodyValue("{}")
			.exchangeToMono((response) -> response.releaseBody().thenReturn(response.headers().header("Date").get(0)))
			.block(Calls.LIMIT);
		assertThat(this.server.last().code()).isEqualTo("AuthFailure.SignatureExpire");
		String host = "localhost:" + this.server.port();
		assertThat(Calls.get(TestSignature.correct(filter.last(), BeforeRetry.CORRECT_CLOCK, date))).isTrue();
		send(client.post().uri("/").bodyValue("{}"));
		assertThat(this.server.last().code()).isEqualTo(SignatureServer.OK);
		assertThat(serverClock.offsets().get(host)).isCloseTo(Duration.ofMinutes(20), Duration.ofSeconds(5));
	}

	/** Another client than Reactor Netty does not say that it follows a redirect. */
	@Test
	void redirectIsNotSigned() {
		SigningFilter filter = new SigningFilter(this.serverClock,
				TencentCloudCredentials.of(Calls.SECRET_ID, Calls.SECRET_KEY, Calls.TOKEN), SigningOptions.DEFAULTS);
		RequestHeadersSpec<?> spec = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create().followRedirect(true)))
			.baseUrl("http://localhost:" + this.server.redirectPort())
			.filter(filter)
			.build()
			.post()
			.uri("/")
			.bodyValue("{}");
		assertThat(send(spec)).contains("AuthFailure.InvalidAuthorization");
		assertThat(this.server.last().header("X-TC-Token")).isNull();
	}

	private WebClient client(Connector connector, SigningOptions options) {
		return client(connector, new SigningFilter(this.serverClock, Calls.credentials(), options));
	}

	private WebClient client(Connector connector, SigningFilter filter) {
		return WebClient.builder()
			.clientConnector(connector.create())
			.baseUrl("http://localhost:" + this.server.port())
			.filter(filter)
			.build();
	}

	private static String send(RequestHeadersSpec<?> spec) {
		return spec.retrieve().bodyToMono(String.class).block(Calls.LIMIT);
	}

}
