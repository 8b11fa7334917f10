package io.github.tencentcloud.resilience.engine;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.policy.Resolution;
import io.github.tencentcloud.resilience.telemetry.ReportedAnswer;

/**
 * The result of an attempt, and what the policies say about it.
 *
 * @param answer the answer
 * @param resolution the policy in force for its code; meaningless for a success
 */
record ResolvedAnswer(Answer answer, Resolution resolution) implements ReportedAnswer {

	@Override
	public String code() {
		return this.answer.code();
	}

	@Override
	public String message() {
		return this.answer.message();
	}

	@Override
	public @Nullable String requestId() {
		return this.answer.requestId();
	}

	@Override
	public int status() {
		return this.answer.status();
	}

	@Override
	public String policy() {
		return this.resolution.policy().name();
	}

	@Override
	public Decision decision() {
		return this.resolution.policy().decision();
	}

	@Override
	public @Nullable Throwable error() {
		return this.answer.error();
	}

	/** Whether it says that the endpoint is unhealthy. */
	boolean isUnhealthy() {
		return decision() == Decision.CIRCUIT_BREAK && !this.answer.ownFault();
	}

}
