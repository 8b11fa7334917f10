package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DataBufferWrapper;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.LibraryFaultException;
import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.policy.PolicySettings;
import io.github.tencentcloud.resilience.telemetry.FaultLog;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for faults of this library itself while it looks at an answer: the answer goes on
 * as it came, nothing is repeated, and the breaker hears nothing.
 */
class LibraryFaultTests {

	private static final String LIBRARY = "ClientError.LibraryError";

	private static final String LONG = "{\"Response\":{\"Data\":\"" + "x".repeat(3000) + "\",\"RequestId\":\"r-1\"}}";

	private static final String EVENTS = "data: {\"Choices\":[]}\n\n" + "data: {}\n\n".repeat(200) + "data: [DONE]\n\n";

	@RegisterExtension
	private final LogLines faults = new LogLines(FaultLog.LOGGER);

	/** What cannot be looked at, and how far it has been looked at before. */
	enum Fault {

		AT_ONCE(OK, "application/json", 200, 0), HALF_WAY(OK, "application/json", 200, 10),

		AFTER_THE_LIMIT(LONG, "application/json", 200, 1500), STREAM_AT_ONCE(EVENTS, "text/event-stream", 200, 0),

		STREAM_LATER(EVENTS, "text/event-stream", 200, 1500), TEXT("<html>", "text/html", 200, 0),

		ERROR(Scene.error("InternalError"), "application/json", 200, 0),

		GATEWAY(Scene.error("InternalError"), "application/json", 503, 0);

		private final String body;

		private final String type;

		private final int status;

		private final int good;

		Fault(String body, String type, int status, int good) {
			this.body = body;
			this.type = type;
			this.status = status;
			this.good = good;
		}

		private Scene scene(Connector connector, Mode mode) {
			return LibraryFaultTests.scene(connector, mode, false,
					(exchange) -> exchange.send(this.status, this.type, this.body, "X-TC-RequestId: h-1"));
		}

	}

	static Stream<Arguments> faults() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(Mode.ENFORCE, Mode.OBSERVE)
				.flatMap((mode) -> Stream.of(Fault.values()).map((fault) -> arguments(connector, mode, fault))));
	}

	/** The attempt has been told of by then, and keeps its code. */
	@Test
	void delayThatCannotBeReckonedWithEndsTheCall() {
		TestFilter tested = TestFilter.builder()
			.delays(new PolicySettings(null, null, Duration.ofSeconds(Long.MAX_VALUE), null, null, null, null, null,
					null))
			.build();
		StepVerifier
			.create(tested.call("DescribeInstances", (request) -> InMemory.answer(error("RequestLimitExceeded"))))
			.expectErrorSatisfies(
					(error) -> assertThat(TencentCloudFailure.of(error).orElseThrow().code()).isEqualTo(LIBRARY))
			.verify(Duration.ofSeconds(30));
		assertThat(tested.attempts("RequestLimitExceeded")).isOne();
		assertThat(tested.attempts()).isOne();
		assertThat(tested.calls(LIBRARY, "FAILURE")).isOne();
		assertThat(tested.calls()).isOne();
		assertThat(this.faults.list).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("faults")
	void answerGoesOnAsItCame(Connector connector, Mode mode, Fault fault) throws Exception {
		try (Scene scene = fault.scene(connector, mode)) {
			String body = call(scene, (buffer, seen) -> new Unreadable(buffer, seen >= fault.good));
			assertThat(body).isEqualTo(fault.status + " " + fault.body);
			assertFault(scene);
			assertThat(this.faults.onlyFault()).contains("java.lang.IllegalStateException at ")
				.contains("webclient.Buffers.read:");
		}
	}

	@ParameterizedTest
	@EnumSource
	void contentThatCannotBeToldFails(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Mode.ENFORCE, true, (exchange) -> exchange.json(OK))) {
			assertThatExceptionOfType(LibraryFaultException.class)
				.isThrownBy(() -> call(scene, (buffer, seen) -> new Unmovable(buffer)))
				.withMessageContaining("webclient.Buffers.content:")
				.withMessageNotContaining("secret")
				.satisfies((ex) -> {
					TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
					assertThat(failure.code()).isEqualTo(LIBRARY);
					assertThat(failure.decision()).isEqualTo(Decision.FAIL);
					assertThat(failure.attempts()).isOne();
				});
			assertFault(scene);
		}
	}

	@ParameterizedTest
	@EnumSource
	void contentThatCannotBeToldLateFailsTheBody(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Mode.ENFORCE, true, (exchange) -> exchange.json(LONG))) {
			assertThatExceptionOfType(LibraryFaultException.class)
				.isThrownBy(() -> call(scene,
						(buffer, seen) -> (seen >= 1500) ? new Unmovable(buffer) : new Unreadable(buffer, false)))
				.satisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().code()).isEqualTo(LIBRARY));
			assertFault(scene);
		}
	}

	/** Unwrapping is off then: without a look nobody knows what the content is. */
	@ParameterizedTest
	@EnumSource
	void answerThatIsNotUnwrappedGoesOnWhole(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Mode.ENFORCE, true, (exchange) -> exchange.json(OK))) {
			assertThat(call(scene, (buffer, seen) -> new Unreadable(buffer, true))).isEqualTo("200 " + OK);
			assertFault(scene);
		}
	}

	/** Its bytes are gone by then. */
	@Test
	void errorThatWasLetGoFails() throws Exception {
		String body = "{\"Response\":{\"Error\":{\"Code\":\"InternalError\"},\"Data\":\"" + "x".repeat(3000) + "\"}}";
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, false, (exchange) -> exchange.json(body))) {
			assertThatExceptionOfType(LibraryFaultException.class)
				.isThrownBy(() -> call(scene, (buffer, seen) -> new Unreadable(buffer, seen > 2500)));
			assertFault(scene);
		}
	}

	@Test
	void answerAfterAFailureGoesOnToo() throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Mode.ENFORCE, false,
				(exchange) -> exchange.json((exchange.number() == 1) ? error("RequestLimitExceeded") : OK))) {
			assertThat(call(scene, (buffer, seen) -> new Unreadable(buffer, text(buffer).contains("Total"))))
				.isEqualTo("200 " + OK);
			assertThat(scene.requests()).isEqualTo(2);
			assertThat(scene.filter.attempts(LIBRARY)).isOne();
			assertThat(scene.filter.calls(LIBRARY, "FAILURE")).isOne();
		}
	}

	@Test
	void oneLineAMinute() {
		FaultLog log = new FaultLog(new ReactorTime());
		for (int i = 0; i < 5; i++) {
			log.log(new IllegalStateException("secret"));
		}
		assertThat(this.faults.onlyFault()).contains("LibraryFaultTests.oneLineAMinute:").doesNotContain("secret");
	}

	/** The answer, through an inner filter that hands on its body in other buffers. */
	private static String call(Scene scene, Disguise disguise) {
		WebClient client = scene.client.mutate().filter((request, next) -> next.exchange(request).map((response) -> {
			int[] seen = new int[1];
			return response.mutate().body((body) -> pieces(body).map((buffer) -> {
				DataBuffer disguised = disguise.of(buffer, seen[0]);
				seen[0] += buffer.readableByteCount();
				return disguised;
			})).build();
		})).build();
		return client.post()
			.header("X-TC-Action", "DescribeInstances")
			.bodyValue("{}")
			.exchangeToMono((response) -> response.bodyToFlux(DataBuffer.class)
				.map(LibraryFaultTests::text)
				.reduce("", String::concat)
				.map((body) -> response.statusCode().value() + " " + body))
			.block(LIMIT);
	}

	/** In pieces of ten bytes at most, whatever the HTTP client makes of it. */
	private static Flux<DataBuffer> pieces(Flux<DataBuffer> body) {
		return body.concatMapIterable((buffer) -> {
			String text = text(buffer);
			DataBufferUtils.release(buffer);
			List<DataBuffer> pieces = new ArrayList<>();
			for (int i = 0; i < text.length(); i += 10) {
				pieces.add(DefaultDataBufferFactory.sharedInstance
					.wrap(text.substring(i, Math.min(i + 10, text.length())).getBytes(StandardCharsets.UTF_8)));
			}
			return pieces;
		});
	}

	private static String text(DataBuffer buffer) {
		return buffer.toString(StandardCharsets.UTF_8);
	}

	private static Scene scene(Connector connector, Mode mode, boolean unwrap, RawServer.Script script) {
		return Scene.of(connector, script,
				(builder) -> builder.holdBack(1000)
					.bulkhead(1, Duration.ZERO)
					.breaker((breaker) -> breaker.minimumNumberOfCalls(1))
					.settings(Scene.settings(mode, unwrap, LIMIT, LIMIT, 10)));
	}

	private void assertFault(Scene scene) {
		assertThat(scene.requests()).isOne();
		assertThat(scene.filter.attempts(LIBRARY)).isOne();
		assertThat(scene.filter.attempts()).isOne();
		assertThat(scene.filter.calls(LIBRARY, "FAILURE")).isOne();
		assertThat(scene.filter.breaker("cvm").getMetrics().getNumberOfBufferedCalls()).isZero();
		scene.filter.bulkheads.getAllBulkheads()
			.forEach((bulkhead) -> assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isOne());
		assertThat(this.faults.onlyFault()).doesNotContain("secret");
	}

	@FunctionalInterface
	private interface Disguise {

		DataBuffer of(DataBuffer buffer, int seen);

	}

	/** Throws at whoever looks at it for the library, and at nobody else. */
	private static class Unreadable extends DataBufferWrapper {

		private final boolean faulty;

		Unreadable(DataBuffer buffer, boolean faulty) {
			super(buffer);
			this.faulty = faulty;
		}

		@Override
		public ByteBufferIterator readableByteBuffers() {
			if (this.faulty && isAskedBy("Buffers")) {
				throw new IllegalStateException("secret");
			}
			return super.readableByteBuffers();
		}

		static boolean isAskedBy(String name) {
			return StackWalker.getInstance()
				.walk((frames) -> frames
					.anyMatch((frame) -> frame.getClassName().equals(Buffers.class.getPackageName() + "." + name)));
		}

	}

	/** Throws at whoever takes the content out of it. */
	private static final class Unmovable extends Unreadable {

		Unmovable(DataBuffer buffer) {
			super(buffer, false);
		}

		@Override
		public DataBuffer writePosition(int writePosition) {
			if (isAskedBy("Buffers")) {
				throw new IllegalStateException("secret");
			}
			return super.writePosition(writePosition);
		}

	}

}
