package io.github.tencentcloud.resilience.webclient;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import io.github.tencentcloud.resilience.AttemptSummary;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudFailure;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for exchanges that break: the code that each way gets, and how often the request
 * is sent.
 */
@Tag("integration")
class TransportFaultTests {

	enum Fault {

		RESET(RawServer.Exchange::reset), CLOSE(RawServer.Exchange::close), GARBAGE((exchange) -> {
			exchange.write("GARBAGE\r\n\r\n");
			exchange.close();
		}), HALF_A_HEAD((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\nContent-");
			exchange.close();
		}), HALF_A_BODY((exchange) -> {
			exchange.head(200, "application/json", 1000);
			exchange.write("{\"Response\":{");
			exchange.reset();
		}), HALF_A_CHUNK((exchange) -> {
			exchange.head(200, "application/json", -1, "Transfer-Encoding: chunked");
			exchange.write("ff\r\n{\"Response\":{");
			exchange.close();
		}), WRONG_CHUNK((exchange) -> {
			exchange.head(200, "application/json", -1, "Transfer-Encoding: chunked");
			exchange.write("zz\r\n{}\r\n");
			exchange.close();
		}), NEGATIVE_CHUNK((exchange) -> {
			exchange.head(200, "application/json", -1, "Transfer-Encoding: chunked");
			exchange.write("-5\r\n{}\r\n");
			exchange.close();
		}), HUGE_CHUNK((exchange) -> {
			exchange.head(200, "application/json", -1, "Transfer-Encoding: chunked");
			exchange.write("ffffffffffffffffff\r\n{}\r\n");
			exchange.close();
		}), CHUNK_WITHOUT_END((exchange) -> {
			exchange.head(200, "application/json", -1, "Transfer-Encoding: chunked");
			exchange.write("2\r\n{}xx");
			exchange.close();
		}), HALF_A_BODY_CLOSED((exchange) -> {
			exchange.head(200, "application/json", 1000);
			exchange.write("{\"Response\":{");
			exchange.close();
		}), STATUS_WITHOUT_NUMBER((exchange) -> {
			exchange.write("HTTP/1.1 abc X\r\n\r\n");
			exchange.close();
		}), STATUS_TOO_SMALL((exchange) -> {
			exchange.write("HTTP/1.1 99 X\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
			exchange.close();
		}), LENGTH_WITHOUT_NUMBER((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: abc\r\n\r\n{}");
			exchange.close();
		}), TWO_LENGTHS((exchange) -> {
			exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\n{}");
			exchange.close();
		}), BINARY((exchange) -> {
			exchange.write(new byte[] { 0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100 });
			exchange.close();
		});

		private final RawServer.Script script;

		Fault(RawServer.Script script) {
			this.script = script;
		}

	}

	@ParameterizedTest
	@MethodSource("faults")
	void brokenConnection(Connector connector, Fault fault) throws Exception {
		try (Scene scene = Scene.of(connector, fault.script)) {
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(scene::write)
				.satisfies(failure("ClientError.NetworkError.Reset", 1));
			assertThat(scene.requests()).isOne();
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(scene::read)
				.satisfies(failure("ClientError.NetworkError.Reset", 3));
			assertThat(scene.requests()).isEqualTo(4);
		}
	}

	static Stream<Arguments> faults() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(Fault.values()).map((fault) -> Arguments.of(connector, fault)));
	}

	@ParameterizedTest
	@EnumSource
	void whatNeverLeftIsRepeatedEvenForAWrite(Connector connector) throws Exception {
		try (Socket taken = new Socket()) {
			// Nobody else gets the port, and nobody listens on it.
			taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			String host = "127.0.0.1:" + taken.getLocalPort();
			TestFilter filter = TestFilter.builder().host("cvm", host).build();
			assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> call(filter, connector, "http://" + host))
				.satisfies(failure("ClientError.NetworkError.ConnectRefused", 3))
				.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().message()).contains(host));
		}
	}

	@ParameterizedTest
	@EnumSource
	void brokenConnectionIsSeenInObserveToo(Fault fault) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, fault.script,
				(builder) -> builder.settings(Scene.settings(Mode.OBSERVE, false, LIMIT, LIMIT, 10)))) {
			assertThatException().isThrownBy(scene::read);
			assertThat(scene.filter.attempts("ClientError.NetworkError.Reset")).isOne();
			assertThat(scene.filter.attempts()).isOne();
		}
	}

	/** An error may be as odd as it likes: the attempt ends, and so does the call. */
	@Test
	void errorThatCannotBeLookedAtGoesOnAsItCame() {
		TestFilter filter = TestFilter.builder().bulkhead(1, Duration.ZERO).build();
		IllegalStateException odd = new IllegalStateException() {

			@Override
			public String getMessage() {
				throw new IllegalArgumentException("no message");
			}

		};
		for (int i = 0; i < 2; i++) {
			assertThat(
					catchThrowable(() -> filter.call("RunInstances", (request) -> Mono.error(odd)).block(LIMIT)) == odd)
				.isTrue();
		}
		assertThat(filter.attempts("ClientError.LibraryError")).isEqualTo(2);
	}

	/** In memory, since what a resolver says of an unknown name is not ours to know. */
	@Test
	void unknownHost() {
		TestFilter filter = TestFilter.builder().host("cvm", "nowhere.invalid").build();
		WebClient client = WebClient.builder()
			.exchangeFunction(
					(request) -> Mono.error(new WebClientRequestException(new UnknownHostException("nowhere.invalid"),
							request.method(), request.url(), request.headers())))
			.filter(filter.filter)
			.build();
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> client.post()
				.uri("http://nowhere.invalid")
				.header("X-TC-Action", "RunInstances")
				.retrieve()
				.toBodilessEntity()
				.block(LIMIT))
			.satisfies(failure("ClientError.NetworkError.Dns", 3));
	}

	@ParameterizedTest
	@EnumSource
	void noTls(Connector connector) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.close())) {
			String url = "https://127.0.0.1:" + scene.server.port();
			assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> call(scene.filter, connector, url))
				.satisfies((ex) -> {
					TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
					// HttpComponents, and at times Jetty, say only that the connection
					// broke.
					assertThat(failure.code()).isIn("ClientError.NetworkError.Tls",
							EnumSet.of(Connector.REACTOR, Connector.JDK).contains(connector)
									? "ClientError.NetworkError.Tls" : "ClientError.NetworkError.Reset");
					assertThat(failure.policy()).isEqualTo("network");
				});
		}
	}

	@ParameterizedTest
	@EnumSource
	void silenceBeforeTheHeaders(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, RawServer.Exchange::fallSilent,
				(builder) -> builder.settings(Scene.timeouts(Duration.ofMillis(100), LIMIT)))) {
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(scene::read)
				.withMessageContaining("tencentcloud.resilience.timeout.attempt")
				.satisfies(failure("ClientError.NetworkError.ReadTimeout", 3));
			assertThat(scene.filter.attempts("ClientError.NetworkError.ReadTimeout")).isEqualTo(3);
		}
	}

	@ParameterizedTest
	@EnumSource(Connector.class)
	void twentyBrokenConnectionsOpenTheBreaker(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, RawServer.Exchange::reset, TransportFaultTests::breaker)) {
			assertOpensAfterTwenty(scene, "ClientError.NetworkError.Reset");
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, false", "REACTOR, true", "JDK, false", "JDK, true" })
	void twentyTimeoutsOpenTheBreaker(Connector connector, boolean headers) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			if (headers) {
				exchange.head(200, "application/json", 1000);
				exchange.write("{\"Response\":{");
			}
			exchange.fallSilent();
		}, (builder) -> breaker(builder).settings(Scene.timeouts(Duration.ofMillis(50), LIMIT)))) {
			assertOpensAfterTwenty(scene, "ClientError.NetworkError.ReadTimeout");
		}
	}

	private static TestFilter.Builder breaker(TestFilter.Builder builder) {
		return builder.breaker((breaker) -> breaker.slidingWindowType(SlidingWindowType.COUNT_BASED)
			.slidingWindowSize(20)
			.minimumNumberOfCalls(20));
	}

	private static void assertOpensAfterTwenty(Scene scene, String code) {
		CircuitBreaker breaker = scene.filter.breaker("cvm");
		for (int i = 0; i < 20; i++) {
			assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(scene::write);
		}
		assertThat(scene.filter.attempts(code)).isEqualTo(20);
		assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
		assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(20);
		assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(scene::write);
	}

	@Test
	void errorOfTheTransportTellsHowTheCallEnded() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, RawServer.Exchange::reset, TransportFaultTests::breaker)) {
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(scene::write)
				.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().retryResult())
					.isEqualTo(RetryResult.NOT_IDEMPOTENT));
		}
	}

	@Test
	void errorOfTheTransportTellsOfWhatCameAfterIt() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			if (exchange.number() == 1) {
				exchange.reset();
			}
			exchange.fallSilent();
		}, (builder) -> {
			breaker(builder);
			builder.settings(Scene.timeouts(LIMIT, Duration.ofSeconds(4)));
		})) {
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(scene::read).satisfies((ex) -> {
				TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
				assertThat(failure.history()).extracting(AttemptSummary::code)
					.containsExactly("ClientError.NetworkError.Reset", "ClientError.CallTimeout");
				assertThat(failure.retryResult()).isEqualTo(RetryResult.DEADLINE);
			});
		}
	}

	private static Consumer<Throwable> failure(String code, int attempts) {
		return (ex) -> {
			TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
			assertThat(failure.code()).isEqualTo(code);
			assertThat(failure.policy()).isEqualTo("network");
			assertThat(failure.attempts()).isEqualTo(attempts);
		};
	}

	private static void call(TestFilter filter, Connector connector, String url) {
		WebClient.builder()
			.clientConnector(connector.create())
			.filter(filter.filter)
			.build()
			.post()
			.uri(url)
			.header("X-TC-Action", "RunInstances")
			.bodyValue("{}")
			.retrieve()
			.toBodilessEntity()
			.block(LIMIT);
	}

}
