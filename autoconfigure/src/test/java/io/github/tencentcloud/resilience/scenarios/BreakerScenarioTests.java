package io.github.tencentcloud.resilience.scenarios;

import java.util.concurrent.CompletableFuture;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * When a circuit breaker opens and closes, and what callers get meanwhile.
 */
class BreakerScenarioTests extends AbstractScenarios {

	/** Four attempts are enough, and it stays open until the scenario says otherwise. */
	private static final String FOUR = """
			tencentcloud.resilience:
			  circuit-breaker:
			    sliding-window-type: count-based
			    sliding-window-size: 4
			    minimum-number-of-calls: 4
			    wait-duration-in-open-state: 1m
			    permitted-number-of-calls-in-half-open-state: 2
			  policies:
			    transient.max-retries: 0
			    throttled.max-retries: 0
			  adaptive-throttling.enabled: false
			""";

	@Test
	void opensAndRefusesWithoutSendingAnything() {
		this.server.always(Answers.error("InternalError"));
		Application application = start(FOUR);
		for (int i = 1; i <= 4; i++) {
			assertFailed(application.call(Request.read()), "TencentCloudApiException", "InternalError", "r-" + i, 1);
		}
		assertThat(application.breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
		assertFailed(application.call(Request.read()), "CallNotPermittedException", "ClientError.CircuitBreakerOpen",
				null, 0);
		assertThat(this.server.requests()).isEqualTo(4);
		Meters meters = application.meters();
		assertThat(meters.calls()).containsExactly(
				"cvm DescribeInstances none ClientError.CircuitBreakerOpen transient REJECTED: 1",
				"cvm DescribeInstances none InternalError transient FAILURE: 4");
		assertThat(meters.attempts())
			.containsExactly("cvm DescribeInstances none InternalError transient circuit-break: 4");
		assertThat(meters.durations()).containsExactly("cvm DescribeInstances FAILURE: 4",
				"cvm DescribeInstances REJECTED: 1");
	}

	@Test
	void opensBetweenTwoAttempts() {
		this.server.always(Answers.error("InternalError"));
		Application application = start(FOUR + """
				  products.cvm.codes.InternalError: stubborn
				  policies.stubborn: { decision: circuit-break, max-retries: 9, delay: 1ms, jitter: 0ms }
				""");
		Reply reply = application.call(Request.read());
		assertFailed(reply, "TencentCloudApiException", "InternalError", "r-4", 4);
		assertThat(reply.error().getSuppressed()).hasAtLeastOneElementOfType(CallNotPermittedException.class);
		assertThat(reply.told().line()).contains("not repeated, since the circuit breaker opened meanwhile");
		assertThat(this.server.requests()).isEqualTo(4);
		assertThat(application.breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
		Meters meters = application.meters();
		assertThat(meters.retries()).containsExactly("cvm DescribeInstances InternalError breaker: 4");
		assertThat(meters.calls()).containsExactly("cvm DescribeInstances none InternalError stubborn FAILURE: 1");
	}

	@Test
	void becomesHalfOpenByItselfAndClosesAfterSuccesses() {
		this.server.answers(Answers.error("InternalError"), Answers.error("InternalError"),
				Answers.error("InternalError"), Answers.error("InternalError"));
		Application application = start(FOUR.replace("1m", "10ms") + """
				  products.cvm.circuit-breaker.automatic-transition-from-open-to-half-open-enabled: true
				""");
		for (int i = 1; i <= 4; i++) {
			application.call(Request.read());
		}
		eventually(() -> assertThat(application.breaker().getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN));
		assertSucceeded(application.call(Request.read()), "r-5");
		assertThat(application.breaker().getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
		assertSucceeded(application.call(Request.read()), "r-6");
		assertThat(application.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	@Test
	void opensAgainIfItsProbesFail() {
		Application application = startHalfOpen();
		this.server.always(Answers.error("InternalError"));
		application.call(Request.read());
		application.call(Request.read());
		assertThat(application.breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
		assertFailed(application.call(Request.read()), "CallNotPermittedException", "ClientError.CircuitBreakerOpen",
				null, 0);
		assertThat(this.server.requests()).isEqualTo(3);
	}

	/** To ignore them would leave it half-open for ever. */
	@Test
	void throttledProbesCloseIt() {
		Application application = startHalfOpen();
		this.server.always(Answers.error("RequestLimitExceeded"));
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "RequestLimitExceeded", "r-2", 1);
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "RequestLimitExceeded", "r-3", 1);
		assertThat(application.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	@Test
	void onlyItsProbesAreSentWhileItIsHalfOpen() throws Exception {
		Application application = startHalfOpen();
		Latch come = new Latch(2);
		Latch go = new Latch();
		this.server.always(Answers.held(come, go, Answers.ok()));
		CompletableFuture<Reply> first = application.begin(Request.read());
		CompletableFuture<Reply> second = application.begin(Request.read());
		come.await();
		assertFailed(application.call(Request.read()), "CallNotPermittedException", "ClientError.CircuitBreakerOpen",
				null, 0);
		go.open();
		assertThat(Application.get(first).error()).isNull();
		assertThat(Application.get(second).error()).isNull();
		assertThat(application.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
		assertThat(this.server.requests()).isEqualTo(3);
	}

	@Test
	void probeWhoseCallerHasGoneLeavesItsPlaceToAnother() throws Exception {
		Application application = startHalfOpen();
		Latch come = new Latch(2);
		this.server.answers(Answers.silentAfter(come), Answers.silentAfter(come));
		CompletableFuture<Reply> first = application.begin(Request.read());
		CompletableFuture<Reply> second = application.begin(Request.read());
		come.await();
		first.cancel(true);
		second.cancel(true);
		eventually(() -> assertThat(application.meters().calls())
			.contains("cvm DescribeInstances none ClientError.Cancelled expected CANCELLED: 2"));
		assertThat(application.call(Request.read()).error()).isNull();
		assertThat(application.call(Request.read()).error()).isNull();
		assertThat(application.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	@Test
	void whatIsNobodysIllHealthNeverOpensIt() {
		this.server.always(Answers.error("ResourceNotFound"));
		Application application = start(FOUR);
		for (int i = 1; i <= 8; i++) {
			assertFailed(application.call(Request.read()), "TencentCloudApiException", "ResourceNotFound", "r-" + i, 1);
		}
		assertThat(application.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
		assertThat(application.breaker().getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(4);
	}

	@Test
	void throttlingIsNotCountedAtAllWhileItIsClosed() {
		this.server.always(Answers.error("RequestLimitExceeded"));
		Application application = start(FOUR);
		for (int i = 1; i <= 8; i++) {
			application.call(Request.read());
		}
		assertThat(this.server.requests()).isEqualTo(8);
		assertThat(application.breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
	}

	/** One tenant with a line break in a header must not shut out the others. */
	@Test
	void hearsNothingOfFaultsOfTheCallersOwn() {
		assumeTrue(this.door.refusesLineBreaks(), "Some clients make a space of it");
		Application application = start(FOUR);
		Reply reply = application.call(Request.read().header("X-Tenant", "a\nb"));
		assertThat(reply.error()).isNotNull();
		assertThat(reply.told().code()).isEqualTo("ClientError.RequestError");
		assertThat(reply.told().attempts()).isOne();
		assertThat(this.server.requests()).isZero();
		assertThat(application.breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
		assertThat(application.meters().attempts()).singleElement()
			.asString()
			.startsWith("cvm DescribeInstances none ClientError.RequestError ")
			.endsWith(": 1");
	}

	@Test
	void actionsMayHaveBreakersOfTheirOwn() {
		this.server.answers(Answers.error("InternalError"), Answers.error("InternalError"),
				Answers.error("InternalError"), Answers.error("InternalError"));
		Application application = start(FOUR + """
				  products.cvm.circuit-breaker.scope: [product, action]
				""");
		for (int i = 1; i <= 4; i++) {
			application.call(Request.read());
		}
		assertFailed(application.call(Request.read()), "CallNotPermittedException", "ClientError.CircuitBreakerOpen",
				null, 0);
		assertSucceeded(application.call(Request.write()), "r-5");
	}

	@Test
	void mayBeLeftOut() {
		this.server.always(Answers.error("InternalError"));
		Application application = start(FOUR + """
				  products.cvm.circuit-breaker.enabled: false
				""");
		for (int i = 1; i <= 8; i++) {
			assertFailed(application.call(Request.read()), "TencentCloudApiException", "InternalError", "r-" + i, 1);
		}
		assertThat(this.server.requests()).isEqualTo(8);
	}

	/** An operator opens it by hand in the registry. */
	@Test
	void isTheOneOfTheRegistry() {
		Application application = start(FOUR);
		assertSucceeded(application.call(Request.read()), "r-1");
		application.breaker().transitionToForcedOpenState();
		assertFailed(application.call(Request.read()), "CallNotPermittedException", "ClientError.CircuitBreakerOpen",
				null, 0);
		application.breaker().transitionToClosedState();
		assertSucceeded(application.call(Request.read()), "r-2");
	}

	/** One call has made the breaker. */
	private Application startHalfOpen() {
		Application application = start(FOUR);
		assertSucceeded(application.call(Request.read()), "r-1");
		application.breaker().transitionToOpenState();
		application.breaker().transitionToHalfOpenState();
		return application;
	}

}
