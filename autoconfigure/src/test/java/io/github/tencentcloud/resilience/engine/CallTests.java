package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.policy.Catalogue;
import io.github.tencentcloud.resilience.policy.CodeRules;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.StreamFormats;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.FaultLog;
import io.github.tencentcloud.resilience.telemetry.TestInstruments;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Call}: what the random schedules do not get to.
 */
class CallTests {

	@RegisterExtension
	private final LogLines faults = new LogLines(FaultLog.LOGGER);

	/** Of what it had got by then, nothing is kept. */
	@Test
	void faultBeforeAnythingIsSentEndsTheCall() {
		Time time = new ReactorTime();
		TencentCloudCall call = new TencentCloudCall("cvm", "RunInstances", null, "none", "h", "POST");
		Catalogue catalogue = Catalogue.load();
		PolicyResolver policies = new PolicyResolver(CodeRules.empty(), catalogue.rules(), catalogue.policies(),
				Policy.UNKNOWN);
		CallLog log = new CallLog(call, policies, TestInstruments.of(CallMeters.NOOP, time), CallObservation.NONE,
				false, time);
		CallOptions options = new CallOptions(false, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, true, null, true,
				null);
		AdmissionControl broken = new AdmissionControl(List.of(), RetryBudgets.none(),
				new Bulkheads(BulkheadRegistry.ofDefaults(), (product) -> {
					throw new NoClassDefFoundError("secret");
				}, time), time);
		RequestHead request = Heads.request("RunInstances");
		PreparedCall prepared = new PreparedCall(call, request.uri(), Map.of(), null, null);
		Step step = new Call(options, log, new RetrySafety(true, request),
				new Endpoints(prepared, CircuitBreakers.none()), broken,
				new BodyJudgeFactory(log, null, StreamFormats.load(), false, 1000), null, new WaitingCalls(),
				new FaultLog(time), time)
			.next();
		assertThat(step).isInstanceOfSatisfying(Step.Fail.class,
				(fail) -> assertThat(TencentCloudFailure.of(fail.error()).orElseThrow().code())
					.isEqualTo("ClientError.LibraryError"));
		assertThat(this.faults.list).hasSize(1);
	}

}
