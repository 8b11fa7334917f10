package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.RetryStep;

/**
 * Admits the attempts of one call, one after another: each passes the gates and the
 * bulkhead, and retries are paid for from the budget. Gates and budget learn from the
 * answers. Nothing here waits; the driver of the call does.
 *
 * <p>
 * The driver asks for an attempt once the previous one is over, so one thread at a time
 * works here. Only {@link #cancel()} may be called by any thread at any moment;
 * {@link #leave()} and {@link #notSent()} may be called repeatedly.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class Admission {

	private final Gates gates;

	private final Bulkheads bulkheads;

	private final @Nullable RetryBudget budget;

	private final Time time;

	private final TencentCloudCall call;

	private final long deadline;

	/** The turn of the attempt that is waiting, or was the last to wait. */
	private volatile @Nullable Turn turn;

	/** The permit of the attempt under way, if its product has a bulkhead. */
	private volatile @Nullable BulkheadPermit permit;

	/** The call is over; whatever is still granted to it is given back. */
	private volatile boolean cancelled;

	/** What the next attempt, or the one under way, has cost. */
	private volatile int paid;

	Admission(Gates gates, Bulkheads bulkheads, @Nullable RetryBudget budget, Time time, TencentCloudCall call,
			long deadline) {
		this.gates = gates;
		this.bulkheads = bulkheads;
		this.budget = budget;
		this.time = time;
		this.call = call;
		this.deadline = deadline;
	}

	/**
	 * Request the next attempt. The gates come before the bulkhead, so that nobody waits
	 * at a gate while holding a place that others want.
	 * @param attempt the number of the attempt, 1 for the first
	 * @return {@code null} if it may go at once, else a stage that completes once it may
	 * go. It fails with a {@link GateRefusal} or Resilience4j's
	 * {@code BulkheadFullException} if it may not, at the latest at the call's deadline.
	 * It completes on a timer thread, or wherever a user's gate ends its wait, and never
	 * while anything here is locked. To stop waiting, cancel it or call {@link #leave()}.
	 */
	public @Nullable CompletionStage<?> enter(int attempt) {
		long now = this.time.nanos();
		for (int step = 0; step <= this.gates.size(); step++) {
			CompletionStage<?> wait = ask(step, attempt, now);
			if (wait != null) {
				Turn turn = new Turn(attempt, now);
				this.turn = turn;
				turn.begin(wait, step);
				if (this.cancelled) {
					// The turn may have come meanwhile, and nobody asks for it any more.
					leave();
				}
				return turn;
			}
		}
		if (this.cancelled) {
			leave();
		}
		return null;
	}

	/** What an attempt has to wait for. The step after the last gate is the bulkhead. */
	private @Nullable CompletionStage<?> ask(int step, int attempt, long now) {
		if (step < this.gates.size()) {
			return this.gates.pass(step, this.call, attempt, now, this.deadline);
		}
		BulkheadPermit permit = this.bulkheads.permit(this.call.product());
		this.permit = permit;
		return (permit != null) ? permit.take(now, this.deadline) : null;
	}

	/**
	 * How long the last attempt that had to wait has waited, until it was admitted,
	 * refused or cancelled. Time that its driver took afterwards does not count.
	 * @return nanoseconds
	 */
	public long waited() {
		Turn turn = this.turn;
		return (turn != null) ? turn.waited() : 0;
	}

	/**
	 * The attempt is over, or nobody waits for its turn any more. Whatever is granted to
	 * it from now on is given back.
	 */
	public void leave() {
		Turn turn = this.turn;
		if (turn != null) {
			turn.cancel(false);
		}
		leavePlace();
	}

	private void leavePlace() {
		BulkheadPermit permit = this.permit;
		if (permit != null) {
			permit.leave();
		}
	}

	/**
	 * The next attempt is not made, so it must not cost anything.
	 */
	public void notSent() {
		leave();
		if (this.budget != null) {
			this.budget.giveBack(takePaid());
		}
	}

	/**
	 * The call is over, whatever state it is in.
	 */
	public void cancel() {
		this.cancelled = true;
		notSent();
	}

	/**
	 * A retry that the budget cannot pay for is not made.
	 * @param step the planned step
	 * @param policy the policy that wants it
	 * @return the same step, or the reason to stop
	 */
	public RetryStep affordable(RetryStep step, Policy policy) {
		if (this.budget == null || !(step instanceof RetryStep.Retry)) {
			return step;
		}
		int paid = this.budget.withdraw(isThrottled(policy));
		if (paid < 0) {
			return new RetryStep.Stop(NoRetryReason.BUDGET);
		}
		this.paid = paid;
		if (this.cancelled) {
			this.budget.giveBack(takePaid());
		}
		return step;
	}

	/**
	 * An attempt succeeded.
	 * @param sent when it was sent
	 */
	public void succeeded(long sent) {
		if (this.budget != null) {
			this.budget.refund(takePaid());
		}
		this.gates.answered(this.call, false, sent, this.time.nanos());
	}

	/**
	 * An attempt failed. Only an answer from a healthy service says something about its
	 * limits.
	 * @param policy the policy in force for its code
	 * @param answered whether the server itself said so
	 * @param sent when it was sent
	 */
	public void failed(Policy policy, boolean answered, long sent) {
		int paid = takePaid();
		if (this.budget != null && answered && policy.decision() == Decision.FAIL) {
			this.budget.refund(paid);
		}
		boolean throttled = isThrottled(policy);
		if (throttled || (answered && policy.decision() != Decision.CIRCUIT_BREAK)) {
			this.gates.answered(this.call, throttled, sent, this.time.nanos());
		}
	}

	/**
	 * An attempt that was reported to {@link #succeeded} when its body began has failed
	 * in the end. That only matters if it was throttled after all.
	 * @param policy the policy in force for its code
	 * @param answered whether the server itself said so
	 * @param sent when it was sent
	 */
	public void failedAfterAll(Policy policy, boolean answered, long sent) {
		if (isThrottled(policy)) {
			failed(policy, answered, sent);
		}
	}

	/** Whoever comes first gets it; usually there is nothing to get. */
	private int takePaid() {
		return (this.paid != 0) ? takeAll() : 0;
	}

	private synchronized int takeAll() {
		int paid = this.paid;
		this.paid = 0;
		return paid;
	}

	private static boolean isThrottled(Policy policy) {
		return policy.name().equals(Policy.THROTTLED);
	}

	/**
	 * The wait of one attempt, for one gate after another and then for its place. It
	 * continues on the thread that ends the previous wait, so one thread at a time works
	 * here; others can only cancel it.
	 */
	private final class Turn extends CompletableFuture<@Nullable Void> {

		private final int attempt;

		private final long start;

		/** When it ended, if it has. */
		private volatile @Nullable Long end;

		private volatile @Nullable CompletionStage<?> awaited;

		private volatile Time.@Nullable Alarm alarm;

		Turn(int attempt, long start) {
			this.attempt = attempt;
			this.start = start;
		}

		long waited() {
			Long end = this.end;
			return ((end != null) ? end : Admission.this.time.nanos()) - this.start;
		}

		void begin(CompletionStage<?> wait, int step) {
			whenComplete((ignored, error) -> ended(error));
			if (step < Admission.this.gates.size()) {
				this.alarm = Admission.this.time.alarm(Math.max(Admission.this.deadline - this.start, 1),
						this::tooLate);
			}
			await(wait, step);
		}

		private void await(CompletionStage<?> wait, int step) {
			this.awaited = wait;
			wait.whenComplete((ignored, error) -> over(step, error));
			if (isCompletedExceptionally()) {
				giveUp(wait);
			}
		}

		private void over(int step, @Nullable Throwable error) {
			if (isDone()) {
				return;
			}
			try {
				Throwable refusal = (error != null) ? refusal(step, error) : null;
				if (refusal != null) {
					fail(refusal);
				}
				else {
					next(step + 1);
				}
			}
			catch (RuntimeException | LinkageError ex) {
				leavePlace();
				fail(ex);
			}
		}

		private @Nullable Throwable refusal(int step, Throwable error) {
			return (step < Admission.this.gates.size()) ? Admission.this.gates.refusal(error) : error;
		}

		private void next(int first) {
			int gates = Admission.this.gates.size();
			for (int step = first; step <= gates; step++) {
				if (step == gates) {
					stopAlarm();
				}
				CompletionStage<?> wait = ask(step, this.attempt, Admission.this.time.nanos());
				if (wait != null) {
					await(wait, step);
					return;
				}
			}
			this.end = Admission.this.time.nanos();
			if (!complete(null)) {
				leavePlace();
			}
		}

		private void tooLate() {
			fail(new GateRefusal(
					"The call's deadline passed before its turn came (tencentcloud.resilience.timeout.call)"));
		}

		private void fail(Throwable error) {
			this.end = Admission.this.time.nanos();
			completeExceptionally(error);
		}

		private void ended(@Nullable Throwable error) {
			stopAlarm();
			CompletionStage<?> wait = this.awaited;
			if (error != null && wait != null) {
				giveUp(wait);
			}
		}

		/** The turn may have come at this very moment. */
		private void giveUp(CompletionStage<?> wait) {
			leavePlace();
			try {
				wait.toCompletableFuture().cancel(false);
			}
			catch (UnsupportedOperationException ex) {
				// A gate's stage need not support cancellation.
			}
		}

		private void stopAlarm() {
			Time.Alarm alarm = this.alarm;
			if (alarm != null) {
				alarm.cancel();
			}
		}

	}

}
