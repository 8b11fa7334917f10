package io.github.tencentcloud.resilience.client;

import java.time.Duration;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.policy.Decision;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.RetryStep;
import io.github.tencentcloud.resilience.policy.TencentCloudCall;
import io.github.tencentcloud.resilience.throttle.Bulkheads;
import io.github.tencentcloud.resilience.throttle.Gate;
import io.github.tencentcloud.resilience.throttle.GateRefusal;
import io.github.tencentcloud.resilience.throttle.RetryBudget;
import io.github.tencentcloud.resilience.throttle.Seat;
import io.github.tencentcloud.resilience.throttle.Throttling;

/**
 * What holds one call back: the gates and the bulkhead before each attempt, and the
 * budget that its retries are paid from. Both learn from the answers.
 */
final class CallThrottle {

	private final Gate gate;

	private final @Nullable RetryBudget budget;

	private final TencentCloudCall call;

	private final CallLog log;

	private final long deadline;

	private final Bulkheads bulkheads;

	/** Of the attempt under way, if its product has a bulkhead. */
	private volatile @Nullable Seat seat;

	private int attempts;

	/** What the attempt under way has cost. */
	private int paid;

	CallThrottle(Throttling throttling, TencentCloudCall call, CallLog log, long deadline) {
		this.gate = throttling.gate();
		this.budget = throttling.budgets().of(call.product());
		this.bulkheads = throttling.bulkheads();
		this.call = call;
		this.log = log;
		this.deadline = deadline;
	}

	/**
	 * Wait for the turn of the next attempt.
	 * @param last what the attempt before came to, or {@code null} if there was none
	 * @return {@code null} if it may go at once, else what is empty once it may go
	 */
	@Nullable Mono<RuntimeException> turn(@Nullable Outcome last) {
		long now = CallLog.now();
		Mono<Void> gate = this.gate.pass(this.call, ++this.attempts, now, this.deadline);
		Mono<Void> wait = (gate != null) ? bounded(gate, now).then(Mono.defer(() -> orEmpty(enter()))) : enter();
		if (wait == null) {
			return null;
		}
		Runnable over = () -> this.log.paced(last, CallLog.now() - now);
		return wait.doOnTerminate(over)
			.doOnCancel(over)
			.doOnCancel(this.log::cancelled)
			.then(Mono.<RuntimeException>empty())
			.onErrorResume(GateRefusal.class, Mono::just)
			.onErrorResume(BulkheadFullException.class, Mono::just);
	}

	private Mono<Void> bounded(Mono<Void> wait, long start) {
		return wait.timeout(Duration.ofNanos(Math.max(this.deadline - start, 1)), Mono.error(() -> new GateRefusal(
				"The call's deadline passed before its turn came (tencentcloud.resilience.timeout.call)")));
	}

	/** The gates come first, so that nobody waits there with a place that others want. */
	private @Nullable Mono<Void> enter() {
		Seat seat = this.bulkheads.seat(this.call.product());
		this.seat = seat;
		return (seat != null) ? seat.take(CallLog.now(), this.deadline) : null;
	}

	private static Mono<Void> orEmpty(@Nullable Mono<Void> wait) {
		return (wait != null) ? wait : Mono.empty();
	}

	/** The attempt is over, or is not made. */
	void left() {
		Seat seat = this.seat;
		if (seat != null) {
			seat.leave();
		}
	}

	/** A retry that cannot be paid is not made. */
	RetryStep affordable(RetryStep step, Policy policy) {
		if (this.budget == null || !(step instanceof RetryStep.Retry)) {
			return step;
		}
		this.paid = this.budget.withdraw(isThrottled(policy));
		return (this.paid >= 0) ? step : new RetryStep.Stop(RetryStep.Reason.BUDGET);
	}

	/** Only an answer of a service that is well says something about its limits. */
	void answered(Outcome outcome, long sent) {
		Policy policy = outcome.resolution().policy();
		boolean ok = outcome.answer().isOk();
		boolean answered = ok || outcome.answer().status() > 0;
		if (this.budget != null && (ok || (answered && policy.decision() == Decision.FAIL))) {
			this.budget.refund(this.paid);
		}
		boolean throttled = !ok && isThrottled(policy);
		if (throttled || ok || (answered && policy.decision() != Decision.CIRCUIT_BREAK)) {
			this.gate.answered(this.call, throttled, sent, CallLog.now());
		}
	}

	private static boolean isThrottled(Policy policy) {
		return policy.name().equals(Policy.THROTTLED);
	}

}
