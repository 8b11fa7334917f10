package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.engine.TestSettings;
import io.github.tencentcloud.resilience.policy.PolicySettings;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that no buffer of Netty's pool is lost, whatever happens to an answer.
 */
@Tag("integration")
class BufferLeakTests {

	@RegisterExtension
	static final LeakDetection leaks = LeakDetection.afterAllTests();

	enum Fault {

		SUCCESS((exchange) -> exchange.json(OK)),

		THROTTLED((exchange) -> exchange.json(error("RequestLimitExceeded"))),

		HTML((exchange) -> exchange.send(200, "text/html", "<html>" + "x".repeat(3000))),

		UNAVAILABLE((exchange) -> exchange.send(503, "text/html", "<html>" + "x".repeat(3000))),

		/** The wait for the next attempt is over before it has arrived. */
		LONG_PAGE((exchange) -> exchange.send(502, "text/html", "<html>" + "x".repeat(500_000))),

		ENVELOPE_OF_A_GATEWAY((exchange) -> exchange.send(500, "application/json", error("InternalError"))),

		LARGE((exchange) -> exchange.json("{\"Response\":{\"Data\":\"" + "x".repeat(50_000) + "\"}}")),

		LARGE_ERROR((exchange) -> exchange
			.json("{\"Response\":{\"Error\":{\"Code\":\"InternalError\"},\"Data\":\"" + "x".repeat(50_000) + "\"}}")),

		LATE_ERROR((exchange) -> exchange
			.json("{\"Response\":{\"Data\":\"" + "x".repeat(50_000) + "\",\"Error\":{\"Code\":\"InternalError\"}}}")),

		TRUNCATED((exchange) -> {
			exchange.head(200, "application/json", 5000);
			exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(3000));
			exchange.reset();
		}),

		TRUNCATED_LATE((exchange) -> {
			exchange.head(200, "application/json", 90_000);
			exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(50_000));
			exchange.reset();
		}),

		SILENT((exchange) -> {
			exchange.head(200, "application/json", 5000);
			exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(3000));
			exchange.fallSilent();
		}),

		STREAM((exchange) -> exchange.send(200, "text/event-stream", "data: x\n\n".repeat(500))),

		STREAM_ERROR((exchange) -> exchange.send(200, "text/event-stream",
				"data: {\"Choices\":[]}\n\n".repeat(500) + "data: {\"ErrorMsg\":{\"Code\":4001}}\n\n"
						+ "data: x\n\n".repeat(500))),

		STREAM_ERROR_AT_ONCE((exchange) -> exchange.send(200, "text/event-stream",
				"data: {\"ErrorMsg\":{\"Code\":4001}}\n\n" + "data: x\n\n".repeat(500))),

		STREAM_TRUNCATED(
				(exchange) -> exchange.send(200, "text/event-stream", "data: {\"Choices\":[]}\n\n".repeat(500)));

		private final RawServer.Script script;

		Fault(RawServer.Script script) {
			this.script = script;
		}

	}

	@Test
	void detectionWorks() throws Exception {
		assertThat(leaks.leaks()).as("of the tests before").isEmpty();
		lose();
		assertThat(leaks.leaks()).isNotEmpty();
	}

	private static void lose() {
		PooledByteBufAllocator.DEFAULT.buffer(64).writeBytes("lost".getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@EnumSource
	void readerTakesWhatItGets(Fault fault) throws Exception {
		for (boolean unwrap : new boolean[] { false, true }) {
			call(fault, unwrap, (scene) -> scene.call("DescribeInstances"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void readerDropsTheResponse(Fault fault) throws Exception {
		call(fault, false,
				(scene) -> scene.post("DescribeInstances")
					.bodyValue("{}")
					.exchangeToMono((response) -> Mono.just(response.statusCode())));
	}

	@ParameterizedTest
	@EnumSource
	void readerTakesABitAndGoes(Fault fault) throws Exception {
		call(fault, true,
				(scene) -> scene.post("DescribeInstances").bodyValue("{}").retrieve().bodyToFlux(byte[].class).take(1));
	}

	/**
	 * The caller goes while an answer is arriving, or while the call waits before it is
	 * repeated. (At the very moment when a response is handed over, Reactor Netty itself
	 * may lose a buffer: docs/connectors.md. So it has to be here.)
	 */
	@ParameterizedTest
	@EnumSource(names = { "THROTTLED", "HTML", "UNAVAILABLE", "ENVELOPE_OF_A_GATEWAY", "TRUNCATED", "SILENT" })
	void callerGoesWhileTheCallGoesOn(Fault fault) throws Exception {
		PolicySettings slow = new PolicySettings(null, null, Duration.ofMinutes(1), null, null, Duration.ofMinutes(1),
				null, null, null);
		AtomicInteger responses = new AtomicInteger();
		try (Scene scene = Scene.of(Connector.REACTOR, fault.script, (builder) -> builder.delays(slow)
			.settings(Scene.settings(Mode.ENFORCE, false, LIMIT, Duration.ofMinutes(5), 10)))) {
			WebClient client = scene.client.mutate()
				.filter((request, next) -> next.exchange(request).doOnNext((response) -> responses.incrementAndGet()))
				.build();
			for (int i = 1; i <= 10; i++) {
				int asked = i;
				Disposable call = client.post()
					.header("X-TC-Action", "DescribeInstances")
					.bodyValue("{}")
					.retrieve()
					.bodyToMono(String.class)
					.subscribe();
				await().atMost(LIMIT)
					.pollInterval(Duration.ofMillis(2))
					.until(() -> asked == ((fault == Fault.SILENT) ? responses.get()
							: scene.filter.count("tencentcloud.client.retry.delay")));
				call.dispose();
			}
		}
	}

	/** There is no limit in these modes, so whoever waits for silence goes by himself. */
	@ParameterizedTest
	@EnumSource
	void annotatedInterfaceWhereNothingIsEnforced(Fault fault) throws Exception {
		Duration patience = (fault == Fault.SILENT) ? Duration.ofMillis(300) : LIMIT;
		for (Mode mode : new Mode[] { Mode.OBSERVE, Mode.OFF }) {
			try (Scene scene = Scene.of(Connector.REACTOR, fault.script, (builder) -> builder.holdBack(10_000)
				.settings(TestSettings.of(mode, null, LIMIT, LIMIT, 10, null)))) {
				Flux.range(0, (fault == Fault.SILENT) ? 4 : 20)
					.flatMap((i) -> scene.post("DescribeInstances")
						.attributes(TencentCloudAttributes.annotated())
						.bodyValue("{}")
						.retrieve()
						.bodyToMono(String.class)
						.timeout(patience)
						.onErrorComplete(), 4)
					.blockLast(LIMIT);
			}
		}
	}

	/**
	 * Fewer calls to a server that falls silent, since each of them waits. No other one
	 * has so little time: a limit that is over as a response is handed over loses it.
	 */
	private static void call(Fault fault, boolean unwrap, Function<Scene, Publisher<?>> caller) throws Exception {
		Duration patience = (fault == Fault.SILENT) ? Duration.ofMillis(300) : LIMIT;
		try (Scene scene = Scene.of(Connector.REACTOR, fault.script, (builder) -> builder.holdBack(10_000)
			.settings(Scene.settings(Mode.ENFORCE, unwrap, patience, LIMIT, 10)))) {
			Flux.range(0, (fault == Fault.SILENT) ? 4 : 20)
				.flatMap((i) -> Flux.from(caller.apply(scene)).onErrorComplete(), 4)
				.blockLast(LIMIT);
		}
	}

}
