package io.github.tencentcloud.resilience.engine;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.policy.StreamForms;

/**
 * How the answers to a call are judged.
 *
 * @param log is told of items, and of answers that cannot be judged
 * @param items how the items inside a success are judged, or {@code null} if nobody looks
 * @param streams knows how streams end
 * @param unwrap whether the caller gets the content of {@code Response} only
 * @param holdBack how many bytes of a body are held back until it is judged
 */
record BodyJudgeFactory(CallLog log, @Nullable ItemRule items, StreamForms streams, boolean unwrap, long holdBack) {

	/** The judge of one answer, which says this before its body. */
	BodyJudge of(ResponseHead head) {
		return BodyJudge.of(head, this.unwrap, this.holdBack, new ItemAudit(this.items, this.log, this.streams));
	}

}
