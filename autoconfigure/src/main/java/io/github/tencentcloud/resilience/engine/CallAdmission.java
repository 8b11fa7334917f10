package io.github.tencentcloud.resilience.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.admission.Admission;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.RetryStep;

/**
 * What holds one call back, in terms of this package: it translates answers for the
 * admission, and reports waits to the call's log.
 */
final class CallAdmission {

	private final Admission admission;

	private final CallLog log;

	private int attempts;

	CallAdmission(AdmissionControl admissions, TencentCloudCall call, CallLog log, long deadline) {
		this.admission = admissions.admission(call, deadline);
		this.log = log;
	}

	/**
	 * Ask for the turn of the next attempt.
	 * @param last the result of the previous attempt, or {@code null} if there was none
	 * @return {@code null} if it may go at once, else a future that completes once it may
	 * go, and fails if it may not. It ends before the deadline in any case; to be
	 * cancelled by a caller who no longer waits.
	 */
	@Nullable CompletableFuture<?> turn(@Nullable ResolvedAnswer last) {
		CompletionStage<?> turn = this.admission.enter(++this.attempts);
		if (turn == null) {
			return null;
		}
		turn.whenComplete((granted, refused) -> this.log.paced(last, this.admission.waited()));
		return turn.toCompletableFuture();
	}

	/** The next attempt is not made, so it must not cost anything. */
	void notSent() {
		this.admission.notSent();
	}

	/** The caller has gone, perhaps just as its turn came. */
	void cancelled() {
		this.admission.cancel();
	}

	/** The attempt is over. */
	void left() {
		this.admission.leave();
	}

	/** A retry that the budget cannot pay for is not made. */
	RetryStep affordable(RetryStep step, Policy policy) {
		return this.admission.affordable(step, policy);
	}

	/**
	 * An attempt was answered.
	 * @param resolved what the answer means
	 * @param sent when the attempt was sent
	 * @param known whether a success has been reported already. Then this is the end of
	 * its body, which only matters if the attempt was throttled after all.
	 */
	void answered(ResolvedAnswer resolved, long sent, boolean known) {
		Answer answer = resolved.answer();
		Policy policy = resolved.resolution().policy();
		boolean answered = answer.status() > 0 && !answer.ownFault();
		if (!answer.isOk()) {
			if (known) {
				this.admission.failedAfterAll(policy, answered, sent);
			}
			else {
				this.admission.failed(policy, answered, sent);
			}
		}
		else if (!known) {
			this.admission.succeeded(sent);
		}
	}

}
