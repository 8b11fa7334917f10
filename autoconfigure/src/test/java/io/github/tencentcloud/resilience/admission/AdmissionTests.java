package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.RetryStep;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what admits the attempts of a call, in virtual time.
 */
class AdmissionTests {

	private static final TencentCloudCall CALL = new TencentCloudCall("cvm", "DescribeInstances", null, "none",
			"cvm.tencentcloudapi.com", "POST");

	private static final RetryStep RETRY = new RetryStep.Retry(Duration.ZERO);

	private static final Policy TRANSIENT = Policy.of("transient", Decision.CIRCUIT_BREAK);

	private static final Policy INVALID = Policy.of("invalid", Decision.FAIL);

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final VirtualTime time = new VirtualTime();

	private final BulkheadRegistry registry = BulkheadRegistry.ofDefaults();

	private final Bulkhead bulkhead = this.registry.bulkhead("tencentcloud-cvm");

	private final Bulkheads bulkheads = new Bulkheads(this.registry, (product) -> null, this.time);

	private final RetryBudgets budgets = new RetryBudgets((product) -> new RetryBudgetSettings(true, 100, 5, 0, 0),
			(product, budget) -> {
			});

	private final RetryBudget budget = this.budgets.of("cvm");

	private final List<Gate> gates = new ArrayList<>();

	private Duration maxWait = Duration.ofSeconds(5);

	@Test
	void nothingToWaitForIsNoWait() {
		this.gates.add(Gate.OPEN);
		Admission admission = admission();
		assertThat(admission.enter(1)).isNull();
		assertThat(free()).isZero();
		admission.leave();
		admission.leave();
		assertThat(free()).isOne();
		assertThat(this.time.alarms()).isZero();
	}

	@Test
	void placeThatBecomesFreeIsGrantedButNotOnTheThreadThatLeftIt() {
		Admission first = admission();
		Admission second = admission();
		assertThat(first.enter(1)).isNull();
		CompletableFuture<?> turn = enter(second);
		first.leave();
		assertThat(turn).as("only a timer goes on with the call").isNotDone();
		assertThat(free()).as("but the place is taken").isZero();
		this.time.advance(Duration.ZERO);
		assertThat(turn).isCompleted();
		assertThat(this.time.alarms()).isZero();
		second.leave();
		assertThat(free()).isOne();
	}

	@Test
	void placeThatIsGrantedToOneWhoHasGoneGoesToTheNext() {
		Admission first = admission();
		assertThat(first.enter(1)).isNull();
		CompletableFuture<?> gone = enter(admission());
		CompletableFuture<?> next = enter(admission());
		first.leave();
		gone.cancel(false);
		this.time.advance(Duration.ZERO);
		assertThat(next).isCompleted();
		assertThat(free()).isZero();
	}

	@Test
	void leavingEndsTheWaitToo() {
		Admission first = admission();
		Admission second = admission();
		assertThat(first.enter(1)).isNull();
		CompletableFuture<?> turn = enter(second);
		second.leave();
		assertThat(turn).isCancelled();
		first.leave();
		assertThat(free()).isOne();
		assertThat(this.time.alarms()).isZero();
	}

	@Test
	void placeIsGivenBackIfTheCallerGoesBeforeTheTurnIsKnownThatGrantsIt() {
		List<Admission> admissions = new ArrayList<>();
		this.gates.add((call, attempt, now, deadline) -> {
			admissions.get(0).cancel();
			return CompletableFuture.completedFuture(null);
		});
		admissions.add(admission());
		enter(admissions.get(0));
		assertThat(free()).isOne();
	}

	@Test
	void waitForAPlaceEnds() {
		assertThat(admission().enter(1)).isNull();
		CompletableFuture<?> turn = enter(admission());
		this.time.advance(Duration.ofMillis(4999));
		assertThat(turn).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		assertThat(turn).isCompletedExceptionally();
		assertThat(error(turn)).isInstanceOf(BulkheadFullException.class);
	}

	@Test
	void waitForAPlaceEndsWithTheDeadline() {
		this.maxWait = Duration.ofHours(1);
		assertThat(admission().enter(1)).isNull();
		CompletableFuture<?> turn = enter(admission());
		this.time.advance(DEADLINE.minusNanos(1));
		assertThat(turn).isNotDone();
		this.time.advance(Duration.ofNanos(1));
		assertThat(turn).isCompletedExceptionally();
	}

	@Test
	void whoWaitsForAPlaceAfterAGateIsToldThatThereWasNone() {
		this.maxWait = Duration.ofHours(1);
		CompletableFuture<Void> gate = new CompletableFuture<>();
		assertThat(admission().enter(1)).isNull();
		this.gates.add((call, attempt, now, deadline) -> gate);
		CompletableFuture<?> turn = enter(admission());
		gate.complete(null);
		this.time.advance(DEADLINE);
		assertThat(error(turn)).isInstanceOf(BulkheadFullException.class);
	}

	@Test
	void permitThatIsLeftWhileItIsTakenIsLeft() {
		BulkheadPermit permit = this.bulkheads.permit("cvm");
		this.bulkhead.getEventPublisher().onCallPermitted((event) -> permit.leave());
		int before = free();
		permit.take(this.time.nanos(), this.time.nanos() + 1);
		assertThat(free()).isEqualTo(before);
	}

	@Test
	void waitOfAThousandYearsIsOne() {
		this.maxWait = Duration.ofDays(365_000);
		assertThat(admission().enter(1)).isNull();
		CompletableFuture<?> turn = enter(admission());
		assertThat(turn).isNotDone();
	}

	@Test
	void callThatIsOverGetsNothingAnyMore() {
		Admission admission = admission();
		admission.cancel();
		assertThat(admission.enter(1)).isNull();
		assertThat(free()).as("taken and left").isOne();
		admission.affordable(RETRY, TRANSIENT);
		assertThat(this.budget.tokens()).isEqualTo(100);
		assertThat(admission().enter(1)).isNull();
		CompletableFuture<?> turn = enter(admission);
		assertThat(turn).isCancelled();
	}

	@Test
	void callMayBeCancelledWhereItsPlaceIsTaken() {
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.gates.add((call, attempt, now, deadline) -> gate);
		Admission admission = admission();
		this.bulkhead.getEventPublisher().onCallPermitted((event) -> admission.cancel());
		CompletableFuture<?> turn = enter(admission);
		gate.complete(null);
		assertThat(turn).isCancelled();
		assertThat(free()).isOne();
	}

	@Test
	void callMayBeCancelledWhereItsBulkheadIsMade() {
		CompletableFuture<Void> gate = new CompletableFuture<>();
		BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
		Admission admission = new AdmissionControl(List.of((call, attempt, now, deadline) -> gate), this.budgets,
				new Bulkheads(registry, (product) -> new BulkheadSettings(1, Duration.ZERO), this.time), this.time)
			.admission(CALL, this.time.nanos() + DEADLINE.toNanos());
		registry.getEventPublisher().onEntryAdded((event) -> admission.cancel());
		CompletableFuture<?> turn = enter(admission);
		gate.complete(null);
		assertThat(turn).isCancelled();
		assertThat(registry.bulkhead("tencentcloud-cvm").getMetrics().getAvailableConcurrentCalls()).isOne();
	}

	@Test
	void callMayBeCancelledWhileAGateIsAsked() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		CompletableFuture<Void> second = new CompletableFuture<>();
		List<Admission> admissions = new ArrayList<>();
		this.gates.add((call, attempt, now, deadline) -> first);
		this.gates.add((call, attempt, now, deadline) -> {
			admissions.get(0).cancel();
			return second;
		});
		admissions.add(admission());
		assertThat(enter(admissions.get(0))).isNotDone();
		first.complete(null);
		assertThat(second).isCancelled();
		assertThat(this.time.alarms()).isZero();
	}

	@Test
	void whoGoesJustBeforeItQueuesIsNotInTheQueue() {
		List<Admission> admissions = new ArrayList<>();
		Time going = new Time() {

			@Override
			public long nanos() {
				return AdmissionTests.this.time.nanos();
			}

			@Override
			public Instant instant() {
				return AdmissionTests.this.time.instant();
			}

			@Override
			public Alarm alarm(long delayNanos, Runnable task) {
				admissions.get(0).cancel();
				return () -> {
				};
			}

		};
		this.bulkhead.changeConfig(BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(this.maxWait).build());
		AdmissionControl control = new AdmissionControl(List.of(), this.budgets,
				new Bulkheads(this.registry, (product) -> null, going), going);
		Admission first = control.admission(CALL, Long.MAX_VALUE);
		assertThat(first.enter(1)).isNull();
		admissions.add(control.admission(CALL, Long.MAX_VALUE));
		assertThat(enter(admissions.get(0))).isCancelled();
		first.leave();
		assertThat(control.admission(CALL, Long.MAX_VALUE).enter(1)).as("nobody is before it").isNull();
	}

	@Test
	void gatesComeOneAfterAnotherAndBeforeThePlace() {
		List<String> asked = new ArrayList<>();
		List<CompletableFuture<Void>> waits = List.of(new CompletableFuture<>(), new CompletableFuture<>());
		for (int i = 0; i < 2; i++) {
			int number = i;
			this.gates.add((call, attempt, now, deadline) -> {
				asked.add(number + "/" + attempt + "@" + Duration.ofNanos(deadline - now).toSeconds());
				return waits.get(number);
			});
		}
		CompletableFuture<?> turn = enter(admission());
		this.time.advance(Duration.ofSeconds(1));
		waits.get(0).complete(null);
		assertThat(free()).isOne();
		waits.get(1).complete(null);
		assertThat(asked).containsExactly("0/1@30", "1/1@29");
		assertThat(turn).isCompleted();
		assertThat(free()).isZero();
		assertThat(this.time.alarms()).isZero();
	}

	@Test
	void whatComesAfterAWaitDoesNotCount() {
		CompletableFuture<Void> gate = new CompletableFuture<>();
		this.gates.add((call, attempt, now, deadline) -> gate);
		Admission admission = admission();
		enter(admission).whenComplete((ignored, error) -> this.time.advance(Duration.ofSeconds(5)));
		this.time.advance(Duration.ofSeconds(2));
		gate.complete(null);
		assertThat(admission.waited()).isEqualTo(Duration.ofSeconds(2).toNanos());
	}

	@Test
	void refusalMayBeWrapped() {
		GateRefusal refusal = new GateRefusal("no room");
		this.gates.add((call, attempt, now,
				deadline) -> CompletableFuture.failedFuture(new CompletionException(refusal)).thenRun(() -> {
				}));
		assertThat(error(enter(admission()))).isSameAs(refusal);
	}

	@Test
	void whateverIsWrongWithAGateLetsPass() {
		this.gates.add((call, attempt, now, deadline) -> {
			throw new IllegalStateException("bug");
		});
		this.gates.add((call, attempt, now, deadline) -> CompletableFuture.failedFuture(new LinkageError("bug")));
		CompletableFuture<Void> cancelled = new CompletableFuture<>();
		cancelled.cancel(false);
		this.gates.add((call, attempt, now, deadline) -> cancelled);
		Admission admission = admission();
		assertThat(enter(admission)).isCompleted();
		assertThat(free()).isZero();
	}

	@Test
	void gateIsToldWhenNobodyWaitsAnyMore() {
		CompletableFuture<Void> wait = new CompletableFuture<>();
		this.gates.add((call, attempt, now, deadline) -> wait);
		enter(admission()).cancel(false);
		assertThat(wait).isCancelled();
		assertThat(this.time.alarms()).isZero();
	}

	@Test
	void gateIsToldAtTheDeadline() {
		CompletableFuture<Void> wait = new CompletableFuture<>();
		this.gates.add((call, attempt, now, deadline) -> wait);
		CompletableFuture<?> turn = enter(admission());
		this.time.advance(DEADLINE);
		assertThat(error(turn)).isInstanceOf(GateRefusal.class)
			.hasMessageContaining("tencentcloud.resilience.timeout.call");
		assertThat(wait).isCancelled();
	}

	@Test
	void othersWhoWaitForTheSameAreLeftAlone() {
		CompletableFuture<Void> reopening = new CompletableFuture<>();
		this.gates.add((call, attempt, now, deadline) -> reopening.copy());
		CompletableFuture<?> gone = enter(admission());
		CompletableFuture<?> turn = enter(admission());
		gone.cancel(false);
		reopening.complete(null);
		assertThat(turn).isCompleted();
	}

	@Test
	void stageThatCannotBeCancelledOnlyLosesItsCaller() {
		CompletableFuture<Void> wait = new CompletableFuture<>();
		this.gates.add((call, attempt, now, deadline) -> wait.minimalCompletionStage());
		CompletableFuture<?> turn = enter(admission());
		turn.cancel(false);
		wait.complete(null);
		assertThat(free()).isOne();
	}

	@Test
	void retryIsPaidBackOnlyByAnAnswerThatShowsThatItHelped() {
		Admission admission = admission();
		admission.affordable(RETRY, TRANSIENT);
		assertThat(this.budget.tokens()).isEqualTo(95);
		admission.failed(INVALID, false, 0);
		assertThat(this.budget.tokens()).as("nobody has answered").isEqualTo(95);
		admission.affordable(RETRY, TRANSIENT);
		admission.failed(TRANSIENT, true, 0);
		assertThat(this.budget.tokens()).as("the service is still ill").isEqualTo(90);
		admission.affordable(RETRY, TRANSIENT);
		admission.failed(INVALID, true, 0);
		assertThat(this.budget.tokens()).isEqualTo(90);
		admission.affordable(RETRY, TRANSIENT);
		admission.succeeded(0);
		assertThat(this.budget.tokens()).isEqualTo(90);
		admission.affordable(RETRY, TRANSIENT);
		admission.notSent();
		admission.notSent();
		assertThat(this.budget.tokens()).isEqualTo(90);
	}

	private Admission admission() {
		this.bulkhead.changeConfig(BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(this.maxWait).build());
		return new AdmissionControl(this.gates, this.budgets, this.bulkheads, this.time).admission(CALL,
				this.time.nanos() + DEADLINE.toNanos());
	}

	private static CompletableFuture<?> enter(Admission admission) {
		CompletionStage<?> turn = admission.enter(1);
		assertThat(turn).isNotNull();
		return turn.toCompletableFuture();
	}

	private static Throwable error(CompletableFuture<?> turn) {
		return turn.<Throwable>handle((ignored, error) -> error).join();
	}

	private int free() {
		return this.bulkhead.getMetrics().getAvailableConcurrentCalls();
	}

}
