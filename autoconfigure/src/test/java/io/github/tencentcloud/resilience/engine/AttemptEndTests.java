package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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
import io.github.tencentcloud.resilience.telemetry.FaultLog;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
		CallLog log = Judges.log(CallMeters.NOOP);
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
				log.call(), log, Long.MAX_VALUE);
		assertThat(admission.turn(null)).isNull();
		Bulkhead bulkhead = registry.getAllBulkheads().iterator().next();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isZero();
		broken.set(true);
		AttemptEnd end = new AttemptEnd(log, admission, AttemptObservation.NONE, null, new FaultLog(new ReactorTime()),
				new ReactorTime(), 0);
		ResolvedAnswer resolved = end.with(Answer.ok(Heads.response(200), null));
		assertThat(resolved.answer().isOk()).isTrue();
		assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isOne();
		assertThat(this.faults.onlyFault()).contains("engine.CallAdmission.answered:").doesNotContain("secret");
	}

	@Test
	void errorGoesOnWhenAllHaveHeardOfTheEnd() {
		AssertionError error = new AssertionError("not implemented");
		CallLog log = Judges.log(new CallMeters() {

			@Override
			public void attempt(TencentCloudCall call, String code, String policy, String decision, long nanos) {
				throw error;
			}

		});
		BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
		Time time = new ReactorTime();
		CallAdmission admission = new CallAdmission(
				new AdmissionControl(List.of(), RetryBudgets.none(),
						new Bulkheads(registry, (product) -> new BulkheadSettings(1, Duration.ZERO), time), time),
				log.call(), log, Long.MAX_VALUE);
		admission.turn(null);
		AttemptEnd end = new AttemptEnd(log, admission, AttemptObservation.NONE, null, new FaultLog(time), time, 0);
		assertThatThrownBy(() -> end.with(Answer.ok(Heads.response(200), null))).isSameAs(error);
		assertThat(registry.getAllBulkheads().iterator().next().getMetrics().getAvailableConcurrentCalls()).isOne();
	}

	/** Two threads meet for each end anew, as a caller who goes may meet the answer. */
	@Test
	void endsOnceThoughTwoEndItAtTheSameMoment() throws Exception {
		int rounds = 20_000;
		AtomicInteger ended = new AtomicInteger();
		CallLog log = Judges.log(new CallMeters() {

			@Override
			public void attempt(TencentCloudCall call, String code, String policy, String decision, long nanos) {
				ended.incrementAndGet();
			}

		});
		Time time = new ReactorTime();
		CallAdmission admission = new CallAdmission(
				new AdmissionControl(List.of(), RetryBudgets.none(), Bulkheads.none(), time), log.call(), log,
				Long.MAX_VALUE);
		List<AttemptEnd> ends = Stream
			.generate(() -> new AttemptEnd(log, admission, AttemptObservation.NONE, null, new FaultLog(time), time, 0))
			.limit(rounds)
			.toList();
		Answer answer = Answer.ok(Heads.response(200), null);
		AtomicInteger come = new AtomicInteger();
		Runnable ending = () -> {
			int expected = 0;
			for (AttemptEnd end : ends) {
				come.incrementAndGet();
				expected += 2;
				for (int spins = 0; come.get() < expected; spins++) {
					if (spins < 1000) {
						Thread.onSpinWait();
					}
					else {
						Thread.yield();
					}
				}
				end.with(answer);
			}
		};
		CompletableFuture<Void> other = CompletableFuture.runAsync(ending);
		ending.run();
		other.get(30, TimeUnit.SECONDS);
		assertThat(ended).hasValue(rounds);
	}

	@Test
	void answerThatNobodyCanClassifyGoesOn() {
		CallLog log = Judges.log(CallMeters.NOOP);
		Answer answer = Answer.status(Heads.response(502, "x-tc-requestid", "r-1"));
		ResolvedAnswer resolved = AttemptEnd.resolve(answer, log, new FaultLog(new ReactorTime()));
		assertThat(resolved.code()).isEqualTo(LIBRARY);
		assertThat(resolved.policy()).isEqualTo("fail");
		assertThat(resolved.isUnhealthy()).isFalse();
		assertThat(resolved.answer().response()).isTrue();
		assertThat(resolved.answer().requestId()).isEqualTo("r-1");
		assertThat(resolved.answer().message()).contains("NullPointerException at ")
			.endsWith("; the answer was ClientError.HttpStatusCodeError.502: HTTP status 502");
	}

}
