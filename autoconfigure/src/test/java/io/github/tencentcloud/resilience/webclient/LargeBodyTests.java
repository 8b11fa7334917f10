package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for bodies larger than what is held back.
 */
@Tag("integration")
class LargeBodyTests {

	private static final int MEGABYTE = 1024 * 1024;

	private static final byte[] FILLER = "x".repeat(MEGABYTE).getBytes(StandardCharsets.UTF_8);

	private static final String START = "{\"Response\":{\"Data\":\"";

	private static final String END = "\",\"RequestId\":\"r-1\"}}";

	@ParameterizedTest
	@CsvSource({ "REACTOR, false", "REACTOR, true", "JDK, false", "JDK, true" })
	void fiftyMegabytesPassWholeAndAreNotHeld(Connector connector, boolean unwrap) throws Exception {
		String start = unwrap ? START.substring("{\"Response\":".length()) : START;
		String end = unwrap ? END.substring(0, END.length() - 1) : END;
		MessageDigest expected = MessageDigest.getInstance("SHA-256");
		expected.update(start.getBytes(StandardCharsets.UTF_8));
		for (int i = 0; i < 50; i++) {
			expected.update(FILLER);
		}
		expected.update(end.getBytes(StandardCharsets.UTF_8));
		AtomicLong sent = new AtomicLong();
		try (Scene scene = Scene.of(connector, (exchange) -> send(exchange, sent),
				(builder) -> builder.settings(Scene.settings(unwrap)))) {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			AtomicLong received = new AtomicLong();
			AtomicLong ahead = new AtomicLong();
			body(scene).doOnNext((buffer) -> {
				received.addAndGet(digest(digest, buffer));
				ahead.accumulateAndGet(sent.get() - received.get(), Math::max);
			}).blockLast(Duration.ofSeconds(30));
			assertThat(HexFormat.of().formatHex(digest.digest()))
				.isEqualTo(HexFormat.of().formatHex(expected.digest()));
			// What is neither at the server nor at the reader: sockets, and what is held
			// back.
			assertThat(ahead.get()).isLessThan(20L * MEGABYTE);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void bodyAroundTheLimit(int more) throws Exception {
		int limit = 1000;
		String good = START + "x".repeat(limit + more - START.length() - END.length()) + END;
		String bad = START + "x".repeat(limit + more - START.length() - 3) + "\"}x";
		try (Scene scene = Scene.of(Connector.REACTOR,
				(exchange) -> exchange.json((exchange.number() == 2) ? good : bad),
				(builder) -> builder.holdBack(limit))) {
			if (more > 0) {
				assertThatExceptionOfType(EnvelopeException.class).isThrownBy(scene::read);
				assertThat(scene.requests()).isOne();
			}
			assertThat(scene.read()).isEqualTo(good);
			assertThat(scene.requests()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, false", "REACTOR, true", "JDK, false", "JDK, true" })
	void errorThatShowsLateFailsTheBodyAndIsNeverRepeated(Connector connector, boolean unwrap) throws Exception {
		String body = START + "x".repeat(400_000) + "\",\"Error\":{\"Code\":\"RequestLimitExceeded\"}}}";
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(body), (builder) -> {
			builder.settings(Scene.settings(unwrap));
			builder.breaker((breaker) -> breaker.minimumNumberOfCalls(1));
		})) {
			AtomicLong received = new AtomicLong();
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(
					() -> body(scene).doOnNext((buffer) -> received.addAndGet(digest(null, buffer))).blockLast(LIMIT))
				.satisfies((ex) -> assertThat(ex.getAttempts()).isOne());
			assertThat(received).hasValueGreaterThan(256 * 1024);
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls("RequestLimitExceeded", "FAILURE")).isOne();
			assertThat(scene.filter.attempts("RequestLimitExceeded")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void connectionThatBreaksLateFailsTheBodyAndIsNeverRepeated(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, "application/json", 2 * MEGABYTE);
			exchange.write(START);
			exchange.write(FILLER);
			exchange.close();
		})) {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> drain(scene))
				.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().code())
					.isEqualTo("ClientError.NetworkError.Reset"));
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls("ClientError.NetworkError.Reset", "FAILURE")).isOne();
		}
	}

	@Test
	void bodyThatEndsTooEarlyWithoutALengthFailsLate() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			exchange.head(200, "application/json", -1);
			exchange.write(START);
			exchange.write(FILLER);
			exchange.close();
		})) {
			assertThatExceptionOfType(EnvelopeException.class).isThrownBy(() -> drain(scene))
				.withMessageContaining("ends too early");
			assertThat(scene.requests()).isOne();
		}
	}

	@Test
	void slowReaderIsNotFailed() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> send(exchange, new AtomicLong()),
				(builder) -> builder.settings(Scene.timeouts(Duration.ofSeconds(2), LIMIT)))) {
			StepVerifier.create(body(scene).doOnNext(DataBufferUtils::release), 20)
				.expectNextCount(20)
				.thenAwait(Duration.ofSeconds(3))
				.thenRequest(20)
				.expectNextCount(20)
				.thenAwait(Duration.ofSeconds(3))
				.thenRequest(Long.MAX_VALUE)
				.thenConsumeWhile((buffer) -> true)
				.expectComplete()
				.verify(LIMIT);
		}
	}

	@Test
	void silentServerIsFailed() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			exchange.head(200, "application/json", 2 * MEGABYTE);
			exchange.write(START);
			exchange.write(FILLER);
			exchange.fallSilent();
		}, (builder) -> builder.settings(Scene.timeouts(Duration.ofSeconds(2), LIMIT)))) {
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> drain(scene))
				.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().code())
					.isEqualTo("ClientError.NetworkError.ReadTimeout"));
			assertThat(scene.requests()).isOne();
		}
	}

	@Test
	void errorThatContradictsItselfAfterTheLimitIsNoSuccess() throws Exception {
		String body = "{\"Response\":{\"Error\":{\"Code\":\"A\"},\"Data\":\"" + "x".repeat(2000)
				+ "\",\"Error\":null}}";
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(body),
				(builder) -> builder.holdBack(1000))) {
			assertThatExceptionOfType(EnvelopeException.class).isThrownBy(scene::write);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void bodyAboveTheLimitOfSpringsCodecsFailsAtOnce(Connector connector) throws Exception {
		Duration never = Duration.ofSeconds(60);
		try (Scene scene = Scene.of(connector, (exchange) -> exchange.json(START + "x".repeat(600_000) + END),
				(builder) -> builder.settings(Scene.settings(Mode.ENFORCE, false, never, never, 10)))) {
			StepVerifier.create(scene.call("DescribeInstances"))
				.expectErrorSatisfies((ex) -> assertThat(ex).hasRootCauseInstanceOf(DataBufferLimitException.class))
				.verify(Duration.ofSeconds(5));
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.attempts()).isOne();
			assertThat(scene.filter.calls()).isOne();
		}
	}

	@Test
	void bodyThatDripsForEverEndsWithTheCall() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			exchange.head(200, "application/json", -1);
			exchange.write(START);
			exchange.write(FILLER);
			exchange.drip("x".repeat(MEGABYTE), 5);
		}, (builder) -> builder.settings(Scene.timeouts(LIMIT, Duration.ofMillis(500))))) {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> drain(scene))
				.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().code())
					.isEqualTo("ClientError.CallTimeout"));
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.calls()).isOne();
			assertThat(scene.filter.attempts("ClientError.CallTimeout")).isOne();
			await().atMost(LIMIT).until(() -> scene.server.open() == 0);
		}
	}

	private static void send(RawServer.Exchange exchange, AtomicLong sent) throws IOException {
		exchange.head(200, "application/json", START.length() + 50L * MEGABYTE + END.length());
		exchange.write(START);
		for (int i = 0; i < 50; i++) {
			exchange.write(FILLER);
			sent.addAndGet(FILLER.length);
		}
		exchange.write(END);
	}

	private static Flux<DataBuffer> body(Scene scene) {
		return scene.post("DescribeInstances").bodyValue("{}").retrieve().bodyToFlux(DataBuffer.class);
	}

	private static void drain(Scene scene) {
		body(scene).doOnNext(DataBufferUtils::release).blockLast(LIMIT);
	}

	private static int digest(MessageDigest digest, DataBuffer buffer) {
		int size = buffer.readableByteCount();
		if (digest != null) {
			ByteBuffer bytes = ByteBuffer.allocate(size);
			buffer.toByteBuffer(bytes);
			digest.update(bytes.array(), 0, size);
		}
		DataBufferUtils.release(buffer);
		return size;
	}

}
