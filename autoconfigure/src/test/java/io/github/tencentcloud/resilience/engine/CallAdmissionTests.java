package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.RetryBudget;
import io.github.tencentcloud.resilience.admission.RetryBudgetSettings;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.RetryStep;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.TestInstruments;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the retries of one call pay and get back.
 */
class CallAdmissionTests {

	private static final Catalogue CATALOGUE = Catalogue.load();

	private static final TencentCloudCall CALL = new TencentCloudCall("cvm", "DescribeInstances", null, "none",
			"cvm.tencentcloudapi.com", "POST");

	private final RetryBudgets budgets = new RetryBudgets((product) -> new RetryBudgetSettings(true, 100, 5, 0, 1),
			(product, budget) -> {
			});

	private final RetryBudget budget = this.budgets.of("cvm");

	private final CallLog log = log();

	private final CallAdmission admission = new CallAdmission(
			new AdmissionControl(List.of(), this.budgets, Bulkheads.none(), new ReactorTime()), CALL, this.log,
			Long.MAX_VALUE);

	@Test
	void aRetryIsPaidBackOnceHoweverManyAttemptsFollow() {
		ResolvedAnswer ill = this.log.resolve(Answer.error("InternalError", new IllegalStateException("ill")));
		ResolvedAnswer well = this.log.resolve(Answer.ok(Heads.response(200), null));
		for (int i = 0; i < 3; i++) {
			this.admission.affordable(new RetryStep.Retry(Duration.ZERO), ill.resolution().policy());
			this.admission.answered(ill, 0, false);
		}
		this.admission.affordable(new RetryStep.Retry(Duration.ZERO), ill.resolution().policy());
		assertThat(this.budget.tokens()).isEqualTo(80);
		this.admission.answered(well, 0, false);
		assertThat(this.budget.tokens()).isEqualTo(85);
		this.admission.answered(well, 0, false);
		assertThat(this.budget.tokens()).as("what any success brings").isEqualTo(86);
		this.admission.notSent();
		assertThat(this.budget.tokens()).isEqualTo(86);
	}

	private static CallLog log() {
		PolicyResolver policies = new PolicyResolver(CodeRules.empty(), CATALOGUE.rules(), CATALOGUE.policies(),
				Policy.UNKNOWN);
		return new CallLog(CALL, policies, TestInstruments.of(CallMeters.NOOP, new ReactorTime()), CallObservation.NONE,
				false, new ReactorTime());
	}

}
