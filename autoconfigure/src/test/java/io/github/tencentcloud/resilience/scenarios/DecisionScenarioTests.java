package io.github.tencentcloud.resilience.scenarios;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a call by the code of its answers: handed on, repeated or failed.
 */
class DecisionScenarioTests extends AbstractScenarios {

	/** Retries that do not keep a test waiting. */
	private static final String FAST = """
			tencentcloud.resilience:
			  adaptive-throttling.enabled: false
			  policies:
			    throttled: { delay: 1ms, jitter: 0ms }
			    conflict: { delay: 1ms, jitter: 0ms }
			    transient: { delay: 1ms, jitter: 0ms }
			    network: { delay: 1ms, jitter: 0ms }
			""";

	@Test
	void success() {
		Application application = start("");
		Reply reply = application.call(Request.read());
		assertSucceeded(reply, "r-1");
		assertThat(reply.text()).isEqualTo("{\"Response\":{\"TotalCount\":1,\"RequestId\":\"r-1\"}}");
		assertThat(this.server.requests()).isOne();
		assertThat(this.server.received().get(0).body()).isEqualTo("{}");
		Meters meters = application.meters();
		assertThat(meters.calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1");
		assertThat(meters.attempts()).containsExactly("cvm DescribeInstances none OK none none: 1");
		assertThat(meters.durations()).containsExactly("cvm DescribeInstances SUCCESS: 1");
		assertThat(meters.retries()).isEmpty();
		assertThat(meters.delays()).isEmpty();
		assertThat(meters.pacing()).isEmpty();
		assertThat(application.breaker().getMetrics().getNumberOfSuccessfulCalls()).isOne();
	}

	@Test
	void whatIsThrottledIsRepeatedEvenIfItWrites() {
		this.server.answers(Answers.error("RequestLimitExceeded"), Answers.error("RequestLimitExceeded"));
		Application application = start(FAST);
		assertSucceeded(application.call(Request.write()), "r-3");
		assertThat(this.server.requests()).isEqualTo(3);
		Meters meters = application.meters();
		assertThat(meters.calls()).containsExactly("cvm RunInstances none OK none SUCCESS: 1");
		assertThat(meters.attempts()).containsExactly("cvm RunInstances none OK none none: 1",
				"cvm RunInstances none RequestLimitExceeded throttled retry: 2");
		assertThat(meters.retries()).containsExactly("cvm RunInstances RequestLimitExceeded recovered: 2");
		assertThat(meters.delays()).containsExactly("cvm RunInstances RequestLimitExceeded: 2");
		assertThat(application.breaker().getMetrics().getNumberOfFailedCalls()).isZero();
		assertThat(application.breaker().getMetrics().getNumberOfSuccessfulCalls()).isOne();
	}

	@Test
	void retriesAreUsedUp() {
		this.server.always(Answers.error("RequestLimitExceeded"));
		Application application = start(FAST + """
				    flaky: { decision: retry, max-retries: 2, delay: 1ms, jitter: 0ms }
				  codes.RequestLimitExceeded: flaky
				""");
		Reply reply = application.call(Request.read());
		assertFailed(reply, "TencentCloudApiException", "RequestLimitExceeded", "r-3", 3);
		assertThat(reply.told().policy()).isEqualTo("flaky");
		assertThat(reply.told().decision()).isEqualTo("retry");
		assertThat(reply.told().line()).contains("not repeated, since the retries of its policy are used up");
		assertThat(this.server.requests()).isEqualTo(3);
		Meters meters = application.meters();
		assertThat(meters.calls()).containsExactly("cvm DescribeInstances none RequestLimitExceeded flaky FAILURE: 1");
		assertThat(meters.attempts()).containsExactly("cvm DescribeInstances none RequestLimitExceeded flaky retry: 3");
		assertThat(meters.retries()).containsExactly("cvm DescribeInstances RequestLimitExceeded exhausted: 3");
		assertThat(meters.delays()).containsExactly("cvm DescribeInstances RequestLimitExceeded: 2");
	}

	@Test
	void eachPolicyHasItsOwnRetriesWithinOneCall() {
		this.server.answers(Answers.error("A"), Answers.error("B"), Answers.error("A"), Answers.error("B"),
				Answers.error("A"));
		Application application = start("""
				tencentcloud.resilience:
				  policies:
				    patient: { decision: retry, max-retries: 2, delay: 1ms, jitter: 0ms }
				    hopeful: { decision: retry, max-retries: 2, delay: 1ms, jitter: 0ms }
				  codes: { A: patient, B: hopeful }
				""");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "A", "r-5", 5);
		assertThat(application.meters().retries()).containsExactly("cvm DescribeInstances A exhausted: 3",
				"cvm DescribeInstances B exhausted: 2");
	}

	/** Each wait is told apart by the code of the answer before it. */
	@Test
	void waitsGrowUpToTheLongest() {
		this.server.answers(Answers.error("ResourceInUse.A"), Answers.error("ResourceInUse.B"),
				Answers.error("ResourceInUse.C"), Answers.error("ResourceInUse.D"));
		Application application = start("""
				tencentcloud.resilience.policies:
				  conflict: { max-retries: 4, delay: 4ms, multiplier: 2, jitter: 0ms, max-delay: 10ms }
				""");
		assertSucceeded(application.call(Request.write()), "r-5");
		Meters meters = application.meters();
		assertThat(meters.delay("ResourceInUse.A")).isEqualTo(Duration.ofMillis(4));
		assertThat(meters.delay("ResourceInUse.B")).isEqualTo(Duration.ofMillis(8));
		assertThat(meters.delay("ResourceInUse.C")).isEqualTo(Duration.ofMillis(10));
		assertThat(meters.delay("ResourceInUse.D")).isEqualTo(Duration.ofMillis(10));
		assertThat(meters.calls()).containsExactly("cvm RunInstances none OK none SUCCESS: 1");
	}

	@Test
	void jitterOnlyLengthensAWait() {
		this.server.answers(Answers.error("ResourceInUse"));
		Application application = start("""
				tencentcloud.resilience.policies.conflict: { delay: 5ms, jitter: 5ms }
				""");
		assertSucceeded(application.call(Request.write()), "r-2");
		assertThat(application.meters().delay("ResourceInUse")).isBetween(Duration.ofMillis(5), Duration.ofMillis(10));
	}

	@Test
	void illHealthCountsAgainstTheBreakerAndIsRepeatedWhereThatIsSafe() {
		this.server.answers(Answers.error("InternalError"));
		Application application = start(FAST);
		assertSucceeded(application.call(Request.read()), "r-2");
		assertThat(application.meters().attempts()).containsExactly(
				"cvm DescribeInstances none InternalError transient circuit-break: 1",
				"cvm DescribeInstances none OK none none: 1");
		CircuitBreaker.Metrics breaker = application.breaker().getMetrics();
		assertThat(breaker.getNumberOfFailedCalls()).isOne();
		assertThat(breaker.getNumberOfSuccessfulCalls()).isOne();
	}

	@Test
	void whatMayHaveBeenExecutedIsNotRepeated() {
		this.server.answers(Answers.error("InternalError"));
		Application application = start(FAST);
		Reply reply = application.call(Request.write());
		assertFailed(reply, "TencentCloudApiException", "InternalError", "r-1", 1);
		assertThat(reply.told().line()).contains("not repeated, since it may have been executed");
		assertThat(this.server.requests()).isOne();
		Meters meters = application.meters();
		assertThat(meters.calls()).containsExactly("cvm RunInstances none InternalError transient FAILURE: 1");
		assertThat(meters.retries()).containsExactly("cvm RunInstances InternalError not_idempotent: 1");
		assertThat(application.breaker().getMetrics().getNumberOfFailedCalls()).isOne();
	}

	@Test
	void clientTokenMakesAWriteSafeToRepeat() {
		this.server.answers(Answers.error("InternalError"));
		Application application = start(FAST);
		assertSucceeded(application.call(Request.write().body("{\"ClientToken\":\"t-1\",\"InstanceCount\":1}")), "r-2");
		assertThat(this.server.received()).extracting((request) -> request.body())
			.containsOnly("{\"ClientToken\":\"t-1\",\"InstanceCount\":1}")
			.hasSize(2);
		assertThat(application.meters().retries()).containsExactly("cvm RunInstances InternalError recovered: 1");
	}

	@Test
	void clientTokenThatIsEmptyOrDeeperDoesNot() {
		this.server.answers(Answers.error("InternalError"), Answers.error("InternalError"));
		Application application = start(FAST);
		assertFailed(application.call(Request.write().body("{\"ClientToken\":\"\"}")), "TencentCloudApiException",
				"InternalError", "r-1", 1);
		assertFailed(application.call(Request.write().body("{\"Tags\":{\"ClientToken\":\"t-1\"}}")),
				"TencentCloudApiException", "InternalError", "r-2", 1);
	}

	@Test
	void attributeSaysWhetherARequestMayBeRepeated() {
		this.server.answers(Answers.error("InternalError"), Answers.ok(), Answers.error("InternalError"));
		Application application = start(FAST);
		assertSucceeded(application.call(Request.write().idempotent(true)), "r-2");
		assertFailed(application.call(Request.read().idempotent(false)), "TencentCloudApiException", "InternalError",
				"r-3", 1);
	}

	@Test
	void settingOfAnActionSaysWhetherItMayBeRepeated() {
		this.server.answers(Answers.error("InternalError"));
		Application application = start(FAST + """
				  products.cvm.actions.RunInstances.idempotent: true
				""");
		assertSucceeded(application.call(Request.write()), "r-2");
	}

	@Test
	void whatIsNobodysIllHealthFailsAtOnce() {
		this.server.answers(Answers.error("AuthFailure.SignatureFailure"));
		Application application = start(FAST);
		Reply reply = application.call(Request.read());
		assertFailed(reply, "TencentCloudApiException", "AuthFailure.SignatureFailure", "r-1", 1);
		assertThat(reply.told().policy()).isEqualTo("auth");
		assertThat(reply.told().decision()).isEqualTo("fail");
		assertThat(reply.error()).hasMessageContaining("as the server says");
		assertThat(this.server.requests()).isOne();
		Meters meters = application.meters();
		assertThat(meters.calls())
			.containsExactly("cvm DescribeInstances none AuthFailure.SignatureFailure auth FAILURE: 1");
		assertThat(meters.attempts())
			.containsExactly("cvm DescribeInstances none AuthFailure.SignatureFailure auth fail: 1");
		assertThat(meters.durations()).containsExactly("cvm DescribeInstances FAILURE: 1");
		assertThat(meters.retries()).isEmpty();
		CircuitBreaker.Metrics breaker = application.breaker().getMetrics();
		assertThat(breaker.getNumberOfFailedCalls()).isZero();
		assertThat(breaker.getNumberOfSuccessfulCalls()).isOne();
	}

	@Test
	void unknownCodeFails() {
		this.server.answers(Answers.error("NeverHeardOf.ThisOne"));
		Application application = start(FAST);
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "NeverHeardOf.ThisOne", "r-1", 1);
		assertThat(this.server.requests()).isOne();
		assertThat(application.meters().attempts())
			.containsExactly("cvm DescribeInstances none NeverHeardOf.ThisOne unknown fail: 1");
	}

	@Test
	void unknownCodeFollowsTheDefaultPolicy() {
		this.server.answers(Answers.error("NeverHeardOf.ThisOne"));
		Application application = start(FAST + """
				  default-policy: conflict
				""");
		assertSucceeded(application.call(Request.read()), "r-2");
		assertThat(application.meters().retries())
			.containsExactly("cvm DescribeInstances NeverHeardOf.ThisOne recovered: 1");
	}

	@Test
	void tablesOfActionProductAndAllAreAskedInThisOrder() {
		this.server.always(Answers.error("Some.Code"));
		Application application = start(FAST + """
				  codes: { Some: conflict, Some.Code: conflict }
				  products.cvm:
				    codes.Some: quota
				    actions.RunInstances.codes.Some: billing
				""");
		assertThat(application.call(Request.read()).told().policy()).isEqualTo("quota");
		assertThat(application.call(Request.write()).told().policy()).isEqualTo("billing");
		assertThat(application.call(Request.read().product("sms")).told().policy()).isEqualTo("conflict");
	}

	@Test
	void capOfAttemptsHoldsWhateverThePoliciesAddUpTo() {
		this.server.always(Answers.error("ResourceInUse"));
		Application application = start(FAST + """
				  max-attempts: 3
				  products.cvm.actions.RunInstances.max-attempts: 1
				""");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "ResourceInUse", "r-3", 3);
		assertThat(this.server.requests()).isEqualTo(3);
		Reply once = application.call(Request.write());
		assertFailed(once, "TencentCloudApiException", "ResourceInUse", "r-4", 1);
		assertThat(once.told().line()).contains("not repeated, since max-attempts is 1");
		assertThat(this.server.requests()).isEqualTo(4);
		assertThat(application.meters().retries()).containsExactly(
				"cvm DescribeInstances ResourceInUse max_attempts: 3",
				"cvm RunInstances ResourceInUse max_attempts: 1");
	}

	@Test
	void productActionAndRegionAreReadFromTheRequest() {
		Application application = start("");
		application.call(Request.of("SendSms").product("sms").header("X-TC-Region", "ap-guangzhou"));
		application.call(Request.read().get().to("http://" + this.server.host() + "/?Region=ap-shanghai"));
		assertThat(application.meters().calls()).containsExactly("cvm DescribeInstances ap-shanghai OK none SUCCESS: 1",
				"sms SendSms ap-guangzhou OK none SUCCESS: 1");
		assertThat(application.breaker("tencentcloud-sms-ap-guangzhou").getMetrics().getNumberOfSuccessfulCalls())
			.isOne();
	}

}
