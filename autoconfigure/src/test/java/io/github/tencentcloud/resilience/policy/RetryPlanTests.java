package io.github.tencentcloud.resilience.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.policy.RetryStep.Retry;
import io.github.tencentcloud.resilience.policy.RetryStep.Stop;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryPlan}.
 */
class RetryPlanTests {

	private static final long NEVER = Long.MAX_VALUE;

	@Test
	void failStopsAtOnce() {
		assertThat(next(plan(10), policy("invalid", Decision.FAIL, 3))).isEqualTo(new Stop(NoRetryReason.NOT_WANTED));
	}

	@ParameterizedTest
	@EnumSource(value = Decision.class, names = { "RETRY", "CIRCUIT_BREAK" })
	void zeroRetriesStopAtOnce(Decision decision) {
		assertThat(next(plan(10), policy("p", decision, 0))).isEqualTo(new Stop(NoRetryReason.NOT_WANTED));
	}

	@ParameterizedTest
	@EnumSource(value = Decision.class, names = { "RETRY", "CIRCUIT_BREAK" })
	void retriesUntilThePolicyIsExhausted(Decision decision) {
		RetryPlan plan = plan(10);
		Policy policy = policy("p", decision, 2);
		assertThat(next(plan, policy)).isEqualTo(retry(100));
		assertThat(next(plan, policy)).isEqualTo(retry(200));
		assertThat(next(plan, policy)).isEqualTo(new Stop(NoRetryReason.RETRIES_USED_UP));
	}

	@Test
	void waitThatNobodyWouldSeeTheEndOfIsNotBegun() {
		Duration endless = Duration.ofDays(1_000_000);
		Policy patient = new Policy("p", Decision.RETRY, 2, endless, 1, Duration.ZERO, endless, false, BeforeRetry.NONE,
				"why");
		assertThat(next(plan(10), patient)).isEqualTo(new Stop(NoRetryReason.DEADLINE));
	}

	@Test
	void eachPolicyHasItsOwnRetriesAndBackoff() {
		RetryPlan plan = plan(10);
		Policy throttled = policy("throttled", Decision.RETRY, 2);
		Policy transientError = policy("transient", Decision.CIRCUIT_BREAK, 1);
		List<RetryStep> steps = new ArrayList<>();
		for (Policy policy : List.of(throttled, transientError, throttled, transientError)) {
			steps.add(next(plan, policy));
		}
		assertThat(steps).containsExactly(retry(100), retry(100), retry(200), new Stop(NoRetryReason.RETRIES_USED_UP));
	}

	@Test
	void policiesAreToldApartByName() {
		RetryPlan plan = plan(10);
		next(plan, policy("p", Decision.RETRY, 1));
		assertThat(next(plan, policy("p", Decision.RETRY, 1))).isEqualTo(new Stop(NoRetryReason.RETRIES_USED_UP));
	}

	@Test
	void maxAttemptsLimitsAllPoliciesTogether() {
		RetryPlan plan = plan(3);
		assertThat(next(plan, policy("a", Decision.RETRY, 5))).isInstanceOf(Retry.class);
		assertThat(next(plan, policy("b", Decision.RETRY, 5))).isInstanceOf(Retry.class);
		assertThat(next(plan, policy("c", Decision.RETRY, 5))).isEqualTo(new Stop(NoRetryReason.MAX_ATTEMPTS));
	}

	@Test
	void oneAttemptBeatsEverything() {
		assertThat(next(plan(1), policy("p", Decision.RETRY, 100))).isEqualTo(new Stop(NoRetryReason.MAX_ATTEMPTS));
	}

	@Test
	void maxAttemptsIsNoReasonWherePolicyDoesNotRetryAnyway() {
		assertThat(next(plan(1), policy("p", Decision.FAIL, 1))).isEqualTo(new Stop(NoRetryReason.NOT_WANTED));
	}

	@Test
	void onlyIdempotentStopsAtWhatMayHaveRun() {
		Policy policy = onlyIdempotent(policy("transient", Decision.CIRCUIT_BREAK, 2));
		assertThat(plan(10).next(policy, false, 0)).isEqualTo(new Stop(NoRetryReason.NOT_IDEMPOTENT));
		assertThat(plan(1).next(policy, false, 0)).as("said first").isEqualTo(new Stop(NoRetryReason.NOT_IDEMPOTENT));
		assertThat(plan(10).next(policy, true, 0)).isEqualTo(retry(100));
	}

	@Test
	void repeatableIsAskedForEachAttempt() {
		RetryPlan plan = plan(10);
		Policy policy = onlyIdempotent(policy("network", Decision.CIRCUIT_BREAK, 5));
		assertThat(plan.next(policy, true, 0)).as("never left").isInstanceOf(Retry.class);
		assertThat(plan.next(policy, false, 0)).as("left").isEqualTo(new Stop(NoRetryReason.NOT_IDEMPOTENT));
	}

	@Test
	void policyForWhatNeverRanRepeatsWritesToo() {
		assertThat(plan(10).next(policy("throttled", Decision.RETRY, 1), false, 0)).isEqualTo(retry(100));
	}

	@Test
	void waitThatEndsAfterTheDeadlineIsNotBegun() {
		long deadline = Duration.ofMillis(100).toNanos();
		Policy policy = policy("p", Decision.RETRY, 1);
		assertThat(new RetryPlan(10, deadline).next(policy, true, 0)).as("nothing left for the attempt")
			.isEqualTo(new Stop(NoRetryReason.DEADLINE));
		assertThat(new RetryPlan(10, deadline + 1).next(policy, true, 0)).isEqualTo(retry(100));
		assertThat(new RetryPlan(10, deadline + 1).next(policy, true, 1)).isEqualTo(new Stop(NoRetryReason.DEADLINE));
	}

	@Test
	void withoutDelayOnlyAPassedDeadlineStops() {
		Policy policy = Policy.of("p", Decision.RETRY);
		policy = new PolicySettings(null, 3, null, null, null, null, null, null, null).over("p", policy);
		assertThat(new RetryPlan(10, 50).next(policy, true, 49)).isEqualTo(retry(0));
		assertThat(new RetryPlan(10, 50).next(policy, true, 50)).isEqualTo(new Stop(NoRetryReason.DEADLINE));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 50_000_000 })
	void clockMayStandAnywhere(long now) {
		long second = Duration.ofSeconds(1).toNanos();
		Policy policy = policy("p", Decision.RETRY, 1);
		assertThat(new RetryPlan(10, now + second).next(policy, true, now)).isEqualTo(retry(100));
		assertThat(new RetryPlan(10, now + second).next(policy, true, now + second - 1))
			.isEqualTo(new Stop(NoRetryReason.DEADLINE));
	}

	private static RetryPlan plan(int maxAttempts) {
		return new RetryPlan(maxAttempts, NEVER);
	}

	private static RetryStep next(RetryPlan plan, Policy policy) {
		return plan.next(policy, true, 0);
	}

	private static Retry retry(long millis) {
		return new Retry(Duration.ofMillis(millis));
	}

	/** Waits 100 ms, 200 ms, and so on. */
	private static Policy policy(String name, Decision decision, int maxRetries) {
		return new Policy(name, decision, maxRetries, Duration.ofMillis(100), 2, Duration.ZERO, Duration.ofSeconds(5),
				false, BeforeRetry.NONE, "");
	}

	private static Policy onlyIdempotent(Policy policy) {
		return new PolicySettings(null, null, null, null, null, null, true, null, null).over(policy.name(), policy);
	}

}
