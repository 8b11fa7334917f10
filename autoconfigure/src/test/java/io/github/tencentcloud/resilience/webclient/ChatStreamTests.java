package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;

import static io.github.tencentcloud.resilience.Gzip.gzip;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the streams of chats: how they end well, break off, and fail in the middle.
 */
@Tag("integration")
class ChatStreamTests {

	private static final String STREAM = "text/event-stream;charset=utf-8";

	private static final String REQUEST_ID = "X-TC-RequestId: r-7";

	private static final String FIRST = "data: {\"Choices\":[{\"Delta\":{\"Content\":\"你\"},\"FinishReason\":\"\"}]}\n\n";

	private static final String LAST = "data: {\"Choices\":[{\"Delta\":{},\"FinishReason\":\"stop\"}]}\n\n";

	private static final String ERROR = "data: {\"Choices\":[],\"ErrorMsg\":{\"Msg\":\"m\",\"Code\":4001}}\n\n";

	private static final String TRUNCATED = "ClientError.StreamTruncated";

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void bytesPassUnchangedWhereverTheyAreCut(Connector connector) throws Exception {
		byte[] bytes = (FIRST + LAST).getBytes(StandardCharsets.UTF_8);
		try (Scene scene = Scene.of(connector,
				(exchange) -> exchange.sendCut(200, STREAM, bytes, exchange.number() - 1))) {
			for (int cut = 0; cut <= bytes.length; cut++) {
				assertThat(scene.stream("ChatCompletions")).as("cut at %s", cut).isEqualTo(FIRST + LAST);
			}
			assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo(bytes.length + 1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void streamThatBreaksOffAnywhereFails(Connector connector) throws Exception {
		byte[] bytes = (FIRST + LAST).getBytes(StandardCharsets.UTF_8);
		int finished = bytes.length - 2;
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, STREAM, -1, REQUEST_ID, "Connection: close");
			exchange.write(Arrays.copyOf(bytes, exchange.number() - 1));
			exchange.close();
		})) {
			for (int end = 0; end < finished; end++) {
				assertThatExceptionOfType(TencentCloudApiException.class)
					.isThrownBy(() -> scene.stream("ChatCompletions"))
					.satisfies((ex) -> {
						assertThat(ex.getCode()).isEqualTo(TRUNCATED);
						assertThat(ex.getRequestId()).isEqualTo("r-7");
						assertThat(ex.getPolicy()).isEqualTo("network");
						assertThat(ex.getAttempts()).isOne();
					});
			}
			for (int end = finished; end <= bytes.length; end++) {
				assertThat(scene.stream("ChatCompletions"))
					.isEqualTo((FIRST + LAST).substring(0, FIRST.length() + LAST.length() - (bytes.length - end)));
			}
			assertThat(scene.filter.calls(TRUNCATED, "FAILURE")).isEqualTo(finished);
			assertThat(scene.filter.attempts(TRUNCATED)).isEqualTo(finished);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isEqualTo(3);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void whatCameBeforeTheBreakIsSeen(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.send(200, STREAM, FIRST);
		}, (builder) -> builder.breaker((config) -> config.minimumNumberOfCalls(5)))) {
			StepVerifier.create(events(scene)).expectNextCount(1).expectErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOf(TencentCloudApiException.class)
					.hasMessageContaining("it ended without a FinishReason");
			}).verify(LIMIT);
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.breaker("cvm").getMetrics().getNumberOfFailedCalls()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void errorInTheMiddleFailsTheReaderAtOnce(Connector connector) throws Exception {
		CountDownLatch read = new CountDownLatch(1);
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, STREAM, -1, REQUEST_ID);
			exchange.write(FIRST);
			read.await(5, TimeUnit.SECONDS);
			exchange.write(ERROR);
			exchange.fallSilent();
		}, (builder) -> builder.policy("4001", "transient").breaker((config) -> config.minimumNumberOfCalls(5)))) {
			List<String> seen = new ArrayList<>();
			StepVerifier.create(events(scene).doOnNext(seen::add).doOnNext((event) -> read.countDown()))
				.thenConsumeWhile((event) -> true)
				.expectErrorSatisfies((ex) -> {
					TencentCloudApiException error = (TencentCloudApiException) ex;
					assertThat(error.getCode()).isEqualTo("4001");
					assertThat(error.getApiMessage()).isEqualTo("m");
					assertThat(error.getRequestId()).isEqualTo("r-7");
					assertThat(error.getPolicy()).isEqualTo("transient");
				})
				.verify(LIMIT);
			assertThat(seen.get(0)).contains("你");
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls("4001", "FAILURE")).isOne();
			assertThat(scene.filter.attempts("4001")).isOne();
			assertThat(scene.filter.breaker("cvm").getMetrics().getNumberOfFailedCalls()).isOne();
			if (connector == Connector.REACTOR) {
				await().atMost(LIMIT).until(() -> scene.server.open() == 0);
			}
		}
	}

	@Test
	void errorInTheMiddleWhereverItIsCut() throws Exception {
		byte[] bytes = (FIRST + ERROR).getBytes(StandardCharsets.UTF_8);
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> exchange.sendCut(200, STREAM, bytes, exchange.number() - 1))) {
			for (int cut = 0; cut <= bytes.length; cut++) {
				assertThatExceptionOfType(TencentCloudApiException.class)
					.isThrownBy(() -> scene.stream("ChatCompletions"))
					.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("4001"));
			}
			assertThat(scene.filter.calls("4001", "FAILURE")).isEqualTo(bytes.length + 1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void errorInsteadOfTheFirstEventIsRepeatedWhereThatIsSafe(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector,
				(exchange) -> exchange.send(200, STREAM, (exchange.number() == 1) ? ERROR : FIRST + LAST),
				(builder) -> builder.policy("4001", "transient"))) {
			assertThat(events(scene, true).collectList().block(LIMIT)).hasSize(2);
			assertThat(scene.requests()).isEqualTo(2);
			assertThat(scene.filter.retries("recovered")).isOne();
		}
	}

	@Test
	void errorInsteadOfTheFirstEventIsNotRepeatedOtherwise() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(200, STREAM, ERROR),
				(builder) -> builder.policy("4001", "transient"))) {
			StepVerifier.create(events(scene))
				.expectErrorSatisfies((ex) -> assertThat(((TencentCloudApiException) ex).getCode()).isEqualTo("4001"))
				.verify(LIMIT);
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.retries("not_idempotent")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void silenceBeforeTheFirstEventEndsTheAttempt(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, STREAM, -1);
			if (exchange.number() == 1) {
				exchange.write(": wait\n\n" + FIRST.substring(0, 20));
				exchange.fallSilent();
			}
			exchange.write(FIRST + LAST);
			exchange.close();
		}, (builder) -> builder.settings(Scene.timeouts(Duration.ofSeconds(3), LIMIT)))) {
			assertThat(events(scene, true).collectList().block(LIMIT)).hasSize(2);
			assertThat(scene.requests()).isEqualTo(2);
			assertThat(scene.filter.attempts("ClientError.NetworkError.ReadTimeout")).isOne();
		}
	}

	@Test
	void silenceAfterTheFirstEventFailsTheReader() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			exchange.head(200, STREAM, -1);
			exchange.write(FIRST);
			exchange.fallSilent();
		}, (builder) -> builder.settings(Scene.timeouts(Duration.ofSeconds(3), LIMIT)))) {
			StepVerifier.create(events(scene, true))
				.expectNextCount(1)
				.expectError(WebClientRequestException.class)
				.verify(LIMIT);
			assertThat(scene.requests()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void eventIsSeenBeforeTheNextOneIsSent(Connector connector) throws Exception {
		CountDownLatch seen = new CountDownLatch(1);
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, STREAM, -1);
			exchange.write(FIRST);
			exchange.write(seen.await(5, TimeUnit.SECONDS) ? LAST : ERROR);
			exchange.close();
		})) {
			StepVerifier.create(events(scene).doOnNext((event) -> seen.countDown()))
				.expectNextCount(2)
				.expectComplete()
				.verify(LIMIT);
		}
	}

	@Test
	void streamOfAnotherKindNeedsNoFinishReason() throws Exception {
		String progress = "data: {\"TaskId\":\"t\",\"Progress\":\"50\"}\n\n";
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(200, STREAM, progress + progress))) {
			assertThat(scene.stream("ReconstructDocumentSSE")).isEqualTo(progress + progress);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ENFORCE", "OBSERVE" })
	void whoLeavesAfterTheLastEventHasHadItAll(Mode mode) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			exchange.head(200, STREAM, -1);
			exchange.write(FIRST);
			exchange.write(LAST);
			exchange.fallSilent();
		}, (builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 10)))) {
			StepVerifier.create(events(scene).takeUntil((event) -> event.contains("stop")))
				.expectNextCount(2)
				.expectComplete()
				.verify(LIMIT);
			await().atMost(LIMIT).until(() -> scene.filter.calls() == 1);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
			await().atMost(LIMIT).until(() -> scene.server.open() == 0);
		}
	}

	/** Those who waited for the attempt before are told that it is over, too. */
	@Test
	void whoLeavesAfterTheLastEventOfALaterAttemptHasHadItAll() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			if (exchange.number() == 1) {
				// No pool keeps this connection, so whatever is open is the stream's.
				exchange.send(200, "application/json", Scene.error("RequestLimitExceeded"), "Connection: close");
				exchange.close();
				return;
			}
			exchange.head(200, STREAM, -1);
			exchange.write(FIRST);
			exchange.write(LAST);
			exchange.fallSilent();
		}, (builder) -> builder.settings(Scene.settings(Mode.ENFORCE, false, LIMIT, LIMIT, 10)))) {
			StepVerifier.create(events(scene).takeUntil((event) -> event.contains("stop")))
				.expectNextCount(2)
				.expectComplete()
				.verify(LIMIT);
			await().atMost(LIMIT).until(() -> scene.filter.calls() == 1);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
			assertThat(scene.server.connections()).isEqualTo(2);
			await().atMost(LIMIT).until(() -> scene.server.open() == 0);
		}
	}

	@Test
	void whoBeginsToReadTooLateIsToldSo() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			if ("DescribeInstances".equals(exchange.header("X-TC-Action"))) {
				exchange.send(200, "application/json", Scene.OK, "Connection: close");
				exchange.close();
				return;
			}
			exchange.head(200, STREAM, -1);
			exchange.write(FIRST);
			exchange.fallSilent();
		}, (builder) -> builder.settings(Scene.settings(Mode.ENFORCE, false, Duration.ofMillis(200), LIMIT, 10)))) {
			// The first call takes its time, and what is short has to come later.
			scene.call("DescribeInstances").onErrorComplete().block(LIMIT);
			ResponseEntity<Flux<String>> forgotten = scene.post("ChatCompletions")
				.bodyValue("{}")
				.retrieve()
				.toEntityFlux(String.class)
				.block(LIMIT);
			await().atMost(LIMIT).until(() -> scene.filter.calls("ClientError.Cancelled", "CANCELLED") == 1);
			StepVerifier.create(forgotten.getBody())
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(CallTimeoutException.class)
					.hasMessageContaining("Nobody began to read the body within 200 ms"))
				.verify(LIMIT);
			await().atMost(LIMIT).until(() -> scene.server.open() == 0);
		}
	}

	@Test
	void compressedStreamIsWatchedToo() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> exchange.send(200, STREAM, gzip(FIRST), "Content-Encoding: gzip"))) {
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> scene.stream("ChatCompletions"))
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(TRUNCATED));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void observedStreamPassesAsItIsAndIsCounted(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector,
				(exchange) -> exchange.send(200, STREAM, (exchange.number() == 1) ? FIRST : FIRST + ERROR + FIRST),
				(builder) -> builder.settings(Scene.settings(Mode.OBSERVE, false, LIMIT, LIMIT, 10)))) {
			assertThat(scene.stream("ChatCompletions")).isEqualTo(FIRST);
			assertThat(scene.stream("ChatCompletions")).isEqualTo(FIRST + ERROR + FIRST);
			assertThat(scene.filter.calls(TRUNCATED, "FAILURE")).isOne();
			assertThat(scene.filter.calls("4001", "FAILURE")).isOne();
		}
	}

	private static Flux<String> events(Scene scene) {
		return events(scene, false);
	}

	private static Flux<String> events(Scene scene, boolean idempotent) {
		return scene.post("ChatCompletions")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.attributes(TencentCloudAttributes.idempotent(idempotent))
			.bodyValue("{}")
			.retrieve()
			.bodyToFlux(String.class);
	}

}
