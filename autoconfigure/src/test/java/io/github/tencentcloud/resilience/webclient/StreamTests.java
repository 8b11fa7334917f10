package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.WebClientRequestException;

import io.github.tencentcloud.resilience.TencentCloudFailure;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for answers that are no envelope: streams of events and binary data. (The JDK's
 * client keeps the connection of a stream that was cancelled, with and without us.)
 */
@Tag("integration")
class StreamTests {

	private static final String STREAM = "text/event-stream; charset=utf-8";

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void eventIsSeenBeforeTheNextOneIsSent(Connector connector) throws Exception {
		CountDownLatch seen = new CountDownLatch(1);
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, STREAM, -1);
			exchange.write("data: one\n\n");
			exchange.write(seen.await(5, TimeUnit.SECONDS) ? "data: two\n\n" : "data: too late\n\n");
			exchange.close();
		})) {
			StepVerifier.create(scene.events().doOnNext((event) -> seen.countDown()))
				.expectNext("one", "two")
				.expectComplete()
				.verify(LIMIT);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void binaryDataIsSeenBeforeTheRestIsSent(Connector connector) throws Exception {
		CountDownLatch seen = new CountDownLatch(1);
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, "application/octet-stream", 2);
			exchange.write("a");
			exchange.write(seen.await(5, TimeUnit.SECONDS) ? "b" : "x");
		})) {
			StepVerifier
				.create(scene.post("DescribeInstances")
					.bodyValue("{}")
					.retrieve()
					.bodyToFlux(byte[].class)
					.map(String::new)
					.doOnNext((bytes) -> seen.countDown()))
				.expectNext("a", "b")
				.expectComplete()
				.verify(LIMIT);
		}
	}

	@Test
	void errorInsteadOfAStreamIsDecodedAndRetried() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			if (exchange.number() == 1) {
				exchange.send(200, "application/json; charset=utf-8", Scene.error("RequestLimitExceeded"));
			}
			exchange.send(200, STREAM, "data: one\n\n");
		})) {
			StepVerifier.create(scene.events()).expectNext("one").expectComplete().verify(LIMIT);
			assertThat(scene.requests()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void streamThatFallsSilentFails(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, STREAM, -1);
			exchange.write("data: one\n\n");
			exchange.fallSilent();
		}, (builder) -> builder.settings(Scene.timeouts(Duration.ofSeconds(3), LIMIT)))) {
			StepVerifier.create(scene.events()).expectNext("one").expectErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOf(WebClientRequestException.class);
				assertThat(TencentCloudFailure.of(ex).orElseThrow().code())
					.isEqualTo("ClientError.NetworkError.ReadTimeout");
			}).verify(LIMIT);
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls("ClientError.NetworkError.ReadTimeout", "FAILURE")).isOne();
			if (connector == Connector.REACTOR) {
				await().atMost(LIMIT).until(() -> scene.server.open() == 0);
			}
		}
	}

	@Test
	void streamMayTakeLongerThanTheCallsDeadlineAsLongAsItFlows() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			exchange.head(200, STREAM, -1);
			for (int i = 0; i < 6; i++) {
				exchange.write("data: x\n\n");
				Thread.sleep(500);
			}
			exchange.close();
		}, (builder) -> builder.settings(Scene.timeouts(Duration.ofSeconds(5), Duration.ofSeconds(2))))) {
			StepVerifier.create(scene.events()).expectNextCount(6).expectComplete().verify(LIMIT);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void streamThatBreaksFailsWithItsCode(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, STREAM, -1, "Transfer-Encoding: chunked");
			exchange.write("b\r\ndata: one\n\n\r\n");
			exchange.reset();
		})) {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> scene.events().blockLast(LIMIT))
				.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().code())
					.isEqualTo("ClientError.NetworkError.Reset"));
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls("ClientError.NetworkError.Reset", "FAILURE")).isOne();
		}
	}

	@Test
	void cancelledStreamFreesItsConnection() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, StreamTests::endless)) {
			StepVerifier.create(scene.events()).expectNext("x").thenCancel().verify(LIMIT);
			await().atMost(LIMIT).until(() -> scene.server.open() == 0);
			assertThat(scene.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
		}
	}

	@Test
	void streamThatIsCancelledBeforeItIsReadFreesItsConnection() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, StreamTests::endless)) {
			CountDownLatch answered = new CountDownLatch(1);
			var call = scene.post("ChatCompletions").bodyValue("{}").exchangeToMono((response) -> {
				answered.countDown();
				return Mono.never();
			}).subscribe();
			assertThat(answered.await(5, TimeUnit.SECONDS)).isTrue();
			call.dispose();
			await().atMost(LIMIT).until(() -> scene.server.open() == 0);
			assertThat(scene.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
		}
	}

	private static void endless(RawServer.Exchange exchange) throws Exception {
		exchange.head(200, STREAM, -1);
		while (true) {
			exchange.write("data: x\n\n");
			Thread.sleep(20);
		}
	}

}
