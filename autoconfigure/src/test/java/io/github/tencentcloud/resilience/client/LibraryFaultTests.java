package io.github.tencentcloud.resilience.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DataBufferWrapper;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.LibraryFaultException;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.BulkheadSettings;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.Gate;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.policy.PolicySettings;
import io.github.tencentcloud.resilience.policy.StreamForms;
import io.github.tencentcloud.resilience.telemetry.AttemptObservation;
import io.github.tencentcloud.resilience.telemetry.CallInstruments;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.FaultLog;

import static io.github.tencentcloud.resilience.client.Scene.LIMIT;
import static io.github.tencentcloud.resilience.client.Scene.OK;
import static io.github.tencentcloud.resilience.client.Scene.error;
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
			assertThat(place()).contains("java.lang.IllegalStateException at ").contains("client.Buffers.read:");
		}
	}

	@ParameterizedTest
	@EnumSource
	void contentThatCannotBeToldFails(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Mode.ENFORCE, true, (exchange) -> exchange.json(OK))) {
			assertThatExceptionOfType(LibraryFaultException.class)
				.isThrownBy(() -> call(scene, (buffer, seen) -> new Unmovable(buffer)))
				.withMessageContaining("client.Buffers.content:")
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
	void whoThrowsAtTheEndOfAnAttemptCostsNoPlace() {
		TencentCloudCall call = new TencentCloudCall("cvm", "RunInstances", null, "none", "h", "POST");
		CallLog log = new CallLog(call, null, CallInstruments.of(CallMeters.NOOP, new ReactorTime()),
				CallObservation.NONE, false, new ReactorTime());
		BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
		Time time = new ReactorTime();
		Gate gate = new Gate() {

			@Override
			public CompletionStage<?> pass(TencentCloudCall call, int attempt, long now, long deadline) {
				return null;
			}

			@Override
			public void answered(TencentCloudCall call, boolean throttled, long sent, long now) {
				throw new NoClassDefFoundError("secret");
			}

		};
		CallThrottle throttle = new CallThrottle(
				new AdmissionControl(List.of(gate), RetryBudgets.none(),
						new Bulkheads(registry, (product) -> new BulkheadSettings(1, Duration.ZERO), time), time),
				call, log, Long.MAX_VALUE);
		assertThat(throttle.turn(null)).isNull();
		Bulkhead bulkhead = registry.getAllBulkheads().iterator().next();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isZero();
		AttemptEnd end = new AttemptEnd(log, throttle, AttemptObservation.NONE, null, new FaultLog(new ReactorTime()),
				new ReactorTime(), 0);
		Outcome outcome = end.with(Answer.ok(InMemory.head(200), null));
		assertThat(outcome.answer().isOk()).isTrue();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isOne();
		assertThat(place()).contains("client.CallThrottle.answered:").doesNotContain("secret");
	}

	@Test
	void answerThatNobodyCanClassifyGoesOn() {
		CallLog log = new CallLog(new TencentCloudCall("cvm", "RunInstances", null, "none", "h", "POST"), null,
				CallInstruments.of(CallMeters.NOOP, new ReactorTime()), CallObservation.NONE, false, new ReactorTime());
		Answer answer = Answer.judged(InMemory.head(502, "x-tc-requestid", "r-1"), null,
				new ItemAudit(null, log, StreamForms.load()));
		Outcome outcome = AttemptEnd.outcome(answer, log, new FaultLog(new ReactorTime()));
		assertThat(outcome.code()).isEqualTo(LIBRARY);
		assertThat(outcome.policy()).isEqualTo("fail");
		assertThat(outcome.isIllHealth()).isFalse();
		assertThat(outcome.answer().response()).isTrue();
		assertThat(outcome.answer().requestId()).isEqualTo("r-1");
		assertThat(outcome.answer().message()).contains("NullPointerException at ")
			.endsWith("; the answer was ClientError.HttpStatusCodeError.502: HTTP status 502");
	}

	/** However long it is, and whether or not it ever ends. */
	@Test
	void bodyThatCannotBeLookedAtIsHeldBackNoLonger() {
		CallLog log = new CallLog(new TencentCloudCall("cvm", "RunInstances", null, "none", "h", "POST"), null,
				CallInstruments.of(CallMeters.NOOP, new ReactorTime()), CallObservation.NONE, false, new ReactorTime());
		ResponseHead head = InMemory.head(200, "Content-Type", "application/json");
		try (BodyJudge judge = BodyJudge.of(head, false, 1000, new ItemAudit(null, log, StreamForms.load()))) {
			assertThat(judge.read(List.of(ByteBuffer.wrap("{".getBytes(StandardCharsets.UTF_8))).iterator()))
				.isEqualTo(BodyJudge.Hold.KEEP);
			assertThat(judge.read(Stream.<ByteBuffer>generate(() -> {
				throw new IllegalStateException("secret");
			}).iterator())).isEqualTo(BodyJudge.Hold.RELEASE);
			assertThat(judge.end().isFault()).isTrue();
		}
	}

	@Test
	void oneLineAMinute() {
		FaultLog log = new FaultLog(new ReactorTime());
		for (int i = 0; i < 5; i++) {
			log.log(new IllegalStateException("secret"));
		}
		assertThat(place()).contains("LibraryFaultTests.oneLineAMinute:").doesNotContain("secret");
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
		assertThat(place()).doesNotContain("secret");
	}

	private String place() {
		assertThat(this.faults.list).hasSize(1);
		ILoggingEvent line = this.faults.list.get(0);
		assertThat(line.getLevel()).isEqualTo(Level.ERROR);
		assertThat(line.getThrowableProxy()).isNull();
		return line.getFormattedMessage();
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
