package io.github.tencentcloud.resilience.scenarios;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tencentcloud.resilience.webclient.LeakDetection;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Callers that go before they have their answer, or do not care for it, and what has to
 * be given back all the same: connections, buffers, permits and places.
 */
@MethodSource("io.github.tencentcloud.resilience.scenarios.Doors#otherFactories")
class LeavingScenarioTests extends AbstractScenarios {

	@RegisterExtension
	static final LeakDetection leaks = LeakDetection.afterAllTests();

	/** One connection, one place, and a breaker that has one probe. */
	private static final String SCARCE = """
			tencentcloud.resilience:
			  adaptive-throttling.enabled: false
			  envelope.hold-back: 1KB
			  policies:
			    transient: { max-retries: 1, delay: 1ms, jitter: 0ms }
			    network: { max-retries: 1, delay: 1ms, jitter: 0ms }
			  products.cvm.bulkhead.max-concurrent-calls: 1
			  circuit-breaker.permitted-number-of-calls-in-half-open-state: 1
			""";

	/** Some clients do not hear of a caller who goes before their attempt has to end. */
	private static final String SOON = """
			  timeout.attempt: 3s
			""";

	@Test
	void goesWhileTheServerThinks() throws Exception {
		Latch come = new Latch();
		this.server.answers(Answers.silentAfter(come));
		Application application = startScarce(SOON);
		CompletableFuture<Reply> call = application.begin(Request.read());
		come.await();
		call.cancel(true);
		assertLeft(application);
		assertThat(application.meters().attempts())
			.containsExactly("cvm DescribeInstances none ClientError.Cancelled expected fail: 1");
		assertEverythingIsBack(application);
		assertThat(this.server.requests()).isEqualTo(2);
	}

	@Test
	void goesWhileItWaitsToBeRepeated() {
		this.server.answers(Answers.error("ResourceInUse"));
		Application application = startScarce("""
				  policies.conflict: { delay: 1m, max-delay: 1m, jitter: 0ms }
				  timeout.call: 10m
				""");
		CompletableFuture<Reply> call = application.begin(Request.read());
		eventually(() -> assertThat(application.meters().delays()).hasSize(1));
		call.cancel(true);
		assertLeft(application);
		assertThat(application.meters().retries()).isEmpty();
		assertThat(application.meters().gauge("retry.budget", "cvm")).isEqualTo(500);
		assertEverythingIsBack(application);
		assertThat(this.server.requests()).isEqualTo(2);
	}

	/** Who has gone leaves its place in the line to the next one. */
	@Test
	void goesWhileItWaitsForItsRateLimit() {
		Application application = startScarce("""
				  timeout.call: 10m
				  rate-limit.max-queue: 1
				  products.cvm.actions.DescribeInstances.rate-limit: 1/m
				""");
		assertSucceeded(application.call(Request.read()), "r-1");
		application.begin(Request.read()).cancel(true);
		assertLeft(application);
		application.begin(Request.read()).cancel(true);
		eventually(() -> assertThat(application.meters().calls()).containsExactly(
				"cvm DescribeInstances none ClientError.Cancelled expected CANCELLED: 2",
				"cvm DescribeInstances none OK none SUCCESS: 1"));
		assertThat(application.meters().attempts()).containsExactly("cvm DescribeInstances none OK none none: 1");
		assertEverythingIsBack(application);
		assertThat(this.server.requests()).isEqualTo(2);
	}

	@Test
	void goesWhileItIsPaced() {
		this.server.answers(Answers.error("RequestLimitExceeded"));
		Application application = startScarce("""
				  policies.throttled.max-retries: 0
				  products.cvm.adaptive-throttling.enabled: true
				""");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "RequestLimitExceeded", "r-1", 1);
		CompletableFuture<Reply> call = application.begin(Request.read());
		call.cancel(true);
		assertLeft(application);
		assertEverythingIsBack(application);
	}

	@Test
	void goesWhileItWaitsForAPlace() throws Exception {
		Latch come = new Latch();
		Latch go = new Latch();
		this.server.answers(Answers.held(come, go, Answers.ok()));
		Application application = startScarce("""
				  products.cvm.bulkhead.max-wait-duration: 1m
				  timeout: { attempt: 1m, call: 10m }
				""");
		CompletableFuture<Reply> first = application.begin(Request.read());
		come.await();
		CompletableFuture<Reply> call = application.begin(Request.read());
		call.cancel(true);
		assertLeft(application);
		go.open();
		assertSucceeded(Application.get(first), "r-1");
		assertEverythingIsBack(application);
		assertThat(this.server.requests()).isEqualTo(2);
	}

	/**
	 * More of it than connections hold, so the client has begun to read. (At the very
	 * moment when a response is handed over, Reactor Netty itself may lose a buffer:
	 * docs/connectors.md.)
	 */
	@Test
	void goesWhileABodyArrives() throws Exception {
		assumeTrue(this.door.canBeLeftWhileABodyArrives(), "An interrupt there is lost");
		Latch come = new Latch();
		this.server.answers((exchange) -> {
			exchange.head(200, "application/json", 100_000_000);
			exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(16_000_000));
			come.open();
			exchange.fallSilent();
		});
		Application application = startScarce(SOON);
		CompletableFuture<Reply> call = application.begin(Request.read());
		come.await();
		call.cancel(true);
		assertLeft(application);
		assertEverythingIsBack(application);
	}

	@Test
	void stopsReadingInTheMiddleOfABody() throws Exception {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		this.server.answers((exchange) -> {
			exchange.head(200, "application/json", 100_000);
			exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(50_000));
			exchange.fallSilent();
		});
		Application application = startScarce("");
		InputStream body = application.open(Request.read()).body();
		assertThat(body.read()).isEqualTo('{');
		body.close();
		assertLeft(application);
		assertEverythingIsBack(application);
	}

	/** What waits does not hold up a shutdown. */
	@Test
	void applicationStopsWhileACallWaitsToBeRepeated() {
		this.server.answers(Answers.error("ResourceInUse"));
		Application application = startScarce("""
				  policies.conflict: { delay: 1m, max-delay: 1m, jitter: 0ms }
				  timeout.call: 10m
				""");
		Meters meters = application.meters();
		CompletableFuture<Reply> call = application.begin(Request.read());
		eventually(() -> assertThat(meters.delays()).hasSize(1));
		application.stop();
		Reply reply = Application.get(call);
		assertFailed(reply, "TencentCloudApiException", "ResourceInUse", "r-1", 1);
		assertThat(reply.told().line()).contains("not repeated, since the application is shutting down");
		assertThat(meters.retries()).containsExactly("cvm DescribeInstances ResourceInUse shutdown: 1");
		assertThat(this.server.requests()).isOne();
	}

	/** Its caller has it, and forgets about it. */
	@Test
	void answerThatNobodyReadsEndsByItself() {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		this.server.answers(Answers.ok(), Answers.large(500_000));
		Application application = startScarce("""
				  timeout: { attempt: 1s, call: 2s }
				""");
		assertSucceeded(application.call(Request.read()), "r-1");
		assertThat(application.open(Request.read()).status()).isEqualTo(200);
		eventually(() -> assertThat(application.meters().attempts()).hasSize(2));
		assertEverythingIsBack(application);
	}

	/** Its caller begins to read it, and forgets about the rest. */
	@Test
	void answerThatIsLeftInTheMiddleEndsWithItsCall() throws Exception {
		assumeTrue(this.door.endsWhatIsLeft(), "Its body waits until it is asked for more");
		this.server.answers(Answers.large(500_000));
		Application application = startScarce("""
				  timeout: { attempt: 1s, call: 2s }
				""");
		OpenReply reply = application.open(Request.read());
		InputStream body = reply.body();
		assertThat(body.read()).isEqualTo('{');
		eventually(() -> assertThat(application.meters().calls())
			.containsExactly("cvm DescribeInstances none ClientError.CallTimeout transient FAILURE: 1"));
		assertEverythingIsBack(application);
		assertFailed(reply.rest(body), "CallTimeoutException", "ClientError.CallTimeout", null, 1);
	}

	/**
	 * Whatever went wrong before, the one connection answers. A short limit where it has
	 * to pass, and only there, so that it does not pass as a response is handed over.
	 */
	@ParameterizedTest
	@EnumSource
	void givesTheOnlyConnectionBack(Trouble trouble) {
		this.server.always(trouble.script);
		Application application = startScarce("  timeout.attempt: 10s\n"
				+ (trouble.isSilent() ? "  products.cvm.actions.DescribeInstances.timeout.attempt: 300ms\n" : ""));
		assertThat(application.call(Request.read()).error()).isNotNull();
		int requests = this.server.requests();
		this.server.always(Answers.ok());
		assertEverythingIsBack(application);
		assertThat(this.server.requests()).isEqualTo(requests + 1);
	}

	enum Trouble {

		ERROR(Answers.error("InternalError")),

		FINAL_ERROR(Answers.error("AuthFailure.SignatureFailure")),

		ERROR_OF_A_GATEWAY(
				(exchange) -> exchange.send(500, "application/json", Answers.failure(exchange, "InternalError"))),

		PAGE(Answers.page(502)),

		LONG_PAGE((exchange) -> exchange.send(502, "text/html", "<html>" + "x".repeat(50_000))),

		PAGE_WITH_A_GOOD_STATUS(Answers.page(200)),

		EMPTY((exchange) -> exchange.send(200, "application/json", "")),

		LONG_ERROR((exchange) -> exchange
			.json("{\"Response\":{\"Error\":{\"Code\":\"InternalError\"},\"Data\":\"" + "x".repeat(50_000) + "\"}}")),

		LATE_ERROR(Answers.lateError(50_000, "InternalError")),

		TRUNCATED(Answers.truncated(500)),

		TRUNCATED_LATE(Answers.truncated(50_000)),

		RESET(Answers.reset()),

		SILENT(Answers.silence()),

		SILENT_IN_THE_MIDDLE((exchange) -> {
			exchange.head(200, "application/json", 5000);
			exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(500));
			exchange.fallSilent();
		}),

		SILENT_LATE((exchange) -> {
			exchange.head(200, "application/json", 100_000);
			exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(50_000));
			exchange.fallSilent();
		}),

		DRIPPING(Answers.drip());

		private final RawServer.Script script;

		Trouble(RawServer.Script script) {
			this.script = script;
		}

		boolean isSilent() {
			return name().startsWith("SILENT") || this == DRIPPING;
		}

	}

	private Application startScarce(String yaml) {
		return start(ClientOptions.DEFAULT.withConnections(1), SCARCE + yaml);
	}

	private static void assertLeft(Application application) {
		eventually(() -> assertThat(application.meters().calls())
			.contains("cvm DescribeInstances none ClientError.Cancelled expected CANCELLED: 1"));
	}

	/** The permit of the breaker, the place in the bulkhead, and the connection. */
	private static void assertEverythingIsBack(Application application) {
		eventually(() -> assertThat(application.bulkhead().getMetrics().getAvailableConcurrentCalls()).isOne());
		application.breaker().transitionToOpenState();
		application.breaker().transitionToHalfOpenState();
		assertThat(application.call(Request.write()).error()).isNull();
		assertThat(application.breaker().getState().name()).isEqualTo("CLOSED");
		assertThat(application.bulkhead().getMetrics().getAvailableConcurrentCalls()).isOne();
	}

}
