package io.github.tencentcloud.resilience.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

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
import io.github.tencentcloud.resilience.throttle.TimerClock;

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

	/** What the next attempt, or the one under way, has cost. */
	private final AtomicInteger paid = new AtomicInteger();

	private volatile boolean gone;

	CallThrottle(Throttling throttling, TencentCloudCall call, CallLog log, long deadline) {
		this.gate = throttling.gate();
		this.budget = throttling.budgets().of(call.product());
		this.bulkheads = throttling.bulkheads();
		this.call = call;
		this.log = log;
		this.deadline = deadline;
	}

	/**
	 * Ask for the turn of the next attempt.
	 * @param last what the attempt before came to, or {@code null} if there was none
	 * @return {@code null} if it may go at once, else what completes once it may go, and
	 * fails if it may not. Ends before the deadline in any case; to be cancelled by who
	 * does not wait for it any longer.
	 */
	@Nullable CompletableFuture<Void> turn(@Nullable Outcome last) {
		long now = TimerClock.now();
		Mono<Void> gate = this.gate.pass(this.call, ++this.attempts, now, this.deadline);
		Mono<Void> wait = (gate != null) ? bounded(gate, now).then(Mono.defer(() -> orEmpty(enter()))) : enter();
		if (wait == null) {
			return null;
		}
		CompletableFuture<Void> turn = wait.doOnCancel(() -> this.gone = true).toFuture();
		turn.whenComplete((granted, refused) -> this.log.paced(last, TimerClock.now() - now));
		return turn;
	}

	private Mono<Void> bounded(Mono<Void> wait, long start) {
		return wait.timeout(Duration.ofNanos(Math.max(this.deadline - start, 1)), Mono.error(() -> new GateRefusal(
				"The call's deadline passed before its turn came (tencentcloud.resilience.timeout.call)")));
	}

	/** The gates come first, so that nobody waits there with a place that others want. */
	private @Nullable Mono<Void> enter() {
		Seat seat = this.bulkheads.seat(this.call.product());
		this.seat = seat;
		if (seat == null) {
			return null;
		}
		Mono<Void> wait = seat.take(TimerClock.now(), this.deadline);
		if (this.gone) {
			seat.leave();
		}
		return wait;
	}

	private static Mono<Void> orEmpty(@Nullable Mono<Void> wait) {
		return (wait != null) ? wait : Mono.empty();
	}

	/** The next attempt is not made, so it costs nothing. */
	void notSent() {
		left();
		if (this.budget != null) {
			this.budget.giveBack(this.paid.getAndSet(0));
		}
	}

	/** The attempt is over. */
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
		int paid = this.budget.withdraw(isThrottled(policy));
		if (paid < 0) {
			return new RetryStep.Stop(RetryStep.Reason.BUDGET);
		}
		this.paid.set(paid);
		return step;
	}

	/**
	 * Only an answer of a service that is well says something about its limits.
	 * @param outcome what the answer means
	 * @param sent when the attempt was sent
	 * @param known whether a success has been told of already. Then this is the end of
	 * its body, which is news only if it says that the attempt was throttled after all.
	 */
	void answered(Outcome outcome, long sent, boolean known) {
		Policy policy = outcome.resolution().policy();
		boolean ok = outcome.answer().isOk();
		boolean throttled = !ok && isThrottled(policy);
		if (known && !throttled) {
			return;
		}
		int paid = this.paid.getAndSet(0);
		boolean answered = ok || (outcome.answer().status() > 0 && !outcome.answer().ownFault());
		if (this.budget != null && (ok || (answered && policy.decision() == Decision.FAIL))) {
			this.budget.refund(paid);
		}
		if (throttled || ok || (answered && policy.decision() != Decision.CIRCUIT_BREAK)) {
			this.gate.answered(this.call, throttled, sent, TimerClock.now());
		}
	}

	private static boolean isThrottled(Policy policy) {
		return policy.name().equals(Policy.THROTTLED);
	}

}
