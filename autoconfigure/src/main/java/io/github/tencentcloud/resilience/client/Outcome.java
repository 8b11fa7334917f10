package io.github.tencentcloud.resilience.client;

import io.github.tencentcloud.resilience.policy.Decision;
import io.github.tencentcloud.resilience.policy.Resolution;

/**
 * What an attempt came to, and what the policies say about it.
 *
 * @param answer the answer
 * @param resolution the policy in force for its code; of no meaning for a success
 */
record Outcome(Answer answer, Resolution resolution) {

	String code() {
		return this.answer.code();
	}

	String policy() {
		return this.resolution.policy().name();
	}

	/** Whether it counts against the endpoint. */
	boolean isIllHealth() {
		return this.resolution.policy().decision() == Decision.CIRCUIT_BREAK && !this.answer.ownFault();
	}

}
