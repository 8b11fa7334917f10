package io.github.tencentcloud.resilience.scenarios;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where calls go while the host of their product is ill.
 */
class FailOverScenarioTests extends AbstractScenarios {

	private static final String TWO = """
			tencentcloud.resilience:
			  products.cvm.fail-over: ["${other}"]
			  adaptive-throttling.enabled: false
			  policies:
			    transient: { delay: 1ms, jitter: 0ms }
			    throttled: { delay: 1ms, jitter: 0ms }
			""";

	@Test
	void retryAfterIllHealthGoesToTheNextHost() {
		this.server.answers(Answers.error("InternalError"));
		Application application = start(TWO);
		assertSucceeded(application.call(Request.read()), "r-1");
		assertThat(this.server.requests()).isOne();
		assertThat(this.other.requests()).isOne();
		assertThat(this.other.header("Host")).containsExactly(this.other.host());
		assertThat(this.other.received().get(0).body()).isEqualTo("{}");
		assertThat(application.meters().calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1");
		assertThat(breaker(application, this.server).getMetrics().getNumberOfFailedCalls()).isOne();
		assertThat(breaker(application, this.other).getMetrics().getNumberOfSuccessfulCalls()).isOne();
	}

	@Test
	void nextCallAsksItsOwnHostFirst() {
		this.server.answers(Answers.error("InternalError"));
		Application application = start(TWO);
		application.call(Request.read());
		application.call(Request.read());
		assertThat(this.server.requests()).isEqualTo(2);
		assertThat(this.other.requests()).isOne();
	}

	@Test
	void retryAfterThrottlingStaysAtItsHost() {
		this.server.answers(Answers.error("RequestLimitExceeded"));
		Application application = start(TWO);
		assertSucceeded(application.call(Request.read()), "r-2");
		assertThat(this.server.requests()).isEqualTo(2);
		assertThat(this.other.requests()).isZero();
	}

	@Test
	void writesAreNotRepeatedElsewhereEither() {
		this.server.answers(Answers.error("InternalError"));
		Application application = start(TWO);
		assertFailed(application.call(Request.write()), "TencentCloudApiException", "InternalError", "r-1", 1);
		assertThat(this.other.requests()).isZero();
	}

	@Test
	void afterTheLastHostComesTheOwnOne() {
		this.server.answers(Answers.error("InternalError"));
		this.other.answers(Answers.error("InternalError"));
		Application application = start(TWO);
		assertSucceeded(application.call(Request.read()), "r-2");
		assertThat(this.server.requests()).isEqualTo(2);
		assertThat(this.other.requests()).isOne();
	}

	@Test
	void callsGoElsewhereWhileTheBreakerOfTheirHostIsOpenAndComeBack() {
		Application application = start(TWO);
		application.call(Request.read());
		breaker(application, this.server).transitionToForcedOpenState();
		assertSucceeded(application.call(Request.write()), "r-1");
		assertThat(this.server.requests()).isOne();
		assertThat(this.other.requests()).isOne();
		breaker(application, this.server).transitionToClosedState();
		assertSucceeded(application.call(Request.write()), "r-2");
		assertThat(this.other.requests()).isOne();
	}

	@Test
	void callIsRefusedWhenAllBreakersAreOpen() {
		this.server.answers(Answers.error("InternalError"));
		Application application = start(TWO);
		application.call(Request.read());
		breaker(application, this.server).transitionToForcedOpenState();
		breaker(application, this.other).transitionToForcedOpenState();
		Reply reply = application.call(Request.read());
		assertFailed(reply, "CallNotPermittedException", "ClientError.CircuitBreakerOpen", null, 0);
		assertThat(reply.error()).hasMessageContaining(breaker(application, this.server).getName());
		assertThat(this.server.requests()).isOne();
		assertThat(this.other.requests()).isOne();
	}

	private static CircuitBreaker breaker(Application application, Server server) {
		return application.bean(CircuitBreakerRegistry.class)
			.getAllCircuitBreakers()
			.stream()
			.filter((breaker) -> breaker.getName().contains(String.valueOf(server.port())))
			.reduce((one, two) -> {
				throw new AssertionError("More than one breaker of a host");
			})
			.orElseThrow();
	}

}
