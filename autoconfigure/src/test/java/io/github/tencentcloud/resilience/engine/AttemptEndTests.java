package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.BulkheadSettings;
import io.github.tencentcloud.resilience.admission.Bulkheads;
import io.github.tencentcloud.resilience.admission.RetryBudgets;
import io.github.tencentcloud.resilience.telemetry.AttemptObservation;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.FaultLog;
import io.github.tencentcloud.resilience.telemetry.TestInstruments;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttemptEnd}: faults of this library in those who hear of an end, and
 * in who says what it means.
 */
class AttemptEndTests {

	private static final String LIBRARY = "ClientError.LibraryError";

	@RegisterExtension
	private final LogLines faults = new LogLines(FaultLog.LOGGER);

	@Test
	void whoThrowsAtTheEndOfAnAttemptCostsNoPlace() {
		TencentCloudCall call = new TencentCloudCall("cvm", "RunInstances", null, "none", "h", "POST");
		CallLog log = new CallLog(call, null, TestInstruments.of(CallMeters.NOOP, new ReactorTime()),
				CallObservation.NONE, false, new ReactorTime());
		BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
		AtomicBoolean broken = new AtomicBoolean();
		Time time = new ReactorTime() {

			@Override
			public long nanos() {
				if (broken.get()) {
					throw new NoClassDefFoundError("secret");
				}
				return super.nanos();
			}

		};
		CallAdmission admission = new CallAdmission(
				new AdmissionControl(List.of(), RetryBudgets.none(),
						new Bulkheads(registry, (product) -> new BulkheadSettings(1, Duration.ZERO), time), time),
				call, log, Long.MAX_VALUE);
		assertThat(admission.turn(null)).isNull();
		Bulkhead bulkhead = registry.getAllBulkheads().iterator().next();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isZero();
		broken.set(true);
		AttemptEnd end = new AttemptEnd(log, admission, AttemptObservation.NONE, null, new FaultLog(new ReactorTime()),
				new ReactorTime(), 0);
		Outcome outcome = end.with(Answer.ok(Heads.response(200), null));
		assertThat(outcome.answer().isOk()).isTrue();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isOne();
		assertThat(this.faults.onlyFault()).contains("engine.CallAdmission.answered:").doesNotContain("secret");
	}

	@Test
	void answerThatNobodyCanClassifyGoesOn() {
		CallLog log = new CallLog(new TencentCloudCall("cvm", "RunInstances", null, "none", "h", "POST"), null,
				TestInstruments.of(CallMeters.NOOP, new ReactorTime()), CallObservation.NONE, false, new ReactorTime());
		Answer answer = Answer.status(Heads.response(502, "x-tc-requestid", "r-1"));
		Outcome outcome = AttemptEnd.outcome(answer, log, new FaultLog(new ReactorTime()));
		assertThat(outcome.code()).isEqualTo(LIBRARY);
		assertThat(outcome.policy()).isEqualTo("fail");
		assertThat(outcome.isIllHealth()).isFalse();
		assertThat(outcome.answer().response()).isTrue();
		assertThat(outcome.answer().requestId()).isEqualTo("r-1");
		assertThat(outcome.answer().message()).contains("NullPointerException at ")
			.endsWith("; the answer was ClientError.HttpStatusCodeError.502: HTTP status 502");
	}

}
