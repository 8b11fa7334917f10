package io.github.tencentcloud.resilience.engine;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.policy.StreamForms;

/**
 * Creates the judges of a call's answers.
 *
 * @param log is told of items, and of answers that cannot be judged
 * @param items how to judge the items inside a success, or {@code null} to ignore them
 * @param streams knows how streams end
 * @param unwrap whether the caller gets only the content of {@code Response}
 * @param holdBack how many bytes of a body are held back until it is judged
 */
record BodyJudgeFactory(CallLog log, @Nullable ItemRule items, StreamForms streams, boolean unwrap, long holdBack) {

	/** Create the judge of one answer. */
	BodyJudge of(ResponseHead head) {
		return BodyJudge.of(head, this.unwrap, this.holdBack, new ItemAudit(this.items, this.log, this.streams));
	}

}
