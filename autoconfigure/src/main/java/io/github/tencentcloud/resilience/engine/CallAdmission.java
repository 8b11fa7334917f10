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
 * What holds one call back, in terms of this package: an answer is what is known here as
 * one, and the call's log hears of waits.
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
	 * @param last what the attempt before came to, or {@code null} if there was none
	 * @return {@code null} if it may go at once, else what completes once it may go, and
	 * fails if it may not. Ends before the deadline in any case; to be cancelled by who
	 * does not wait for it any longer.
	 */
	@Nullable CompletableFuture<?> turn(@Nullable ResolvedAnswer last) {
		CompletionStage<?> turn = this.admission.enter(++this.attempts);
		if (turn == null) {
			return null;
		}
		turn.whenComplete((granted, refused) -> this.log.paced(last, this.admission.waited()));
		return turn.toCompletableFuture();
	}

	/** The next attempt is not made, so it costs nothing. */
	void notSent() {
		this.admission.notSent();
	}

	/** The caller has gone, perhaps at the very moment when its turn came. */
	void cancelled() {
		this.admission.cancel();
	}

	/** The attempt is over. */
	void left() {
		this.admission.leave();
	}

	/** A retry that cannot be paid is not made. */
	RetryStep affordable(RetryStep step, Policy policy) {
		return this.admission.affordable(step, policy);
	}

	/**
	 * An attempt was answered.
	 * @param resolved what the answer means
	 * @param sent when the attempt was sent
	 * @param known whether a success has been told of already. Then this is the end of
	 * its body, which is news only if it says that the attempt was throttled after all.
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
