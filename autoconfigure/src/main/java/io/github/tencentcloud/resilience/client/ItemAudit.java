package io.github.tencentcloud.resilience.client;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.policy.ItemRule;

/**
 * Looks at the items inside the successes of one call: has them counted, and says whether
 * the call fails because of them.
 */
final class ItemAudit {

	private final @Nullable ItemRule rule;

	private final CallLog log;

	/**
	 * Create an audit.
	 * @param rule how items are judged, or {@code null} if the action has none
	 * @param log is told about them
	 */
	ItemAudit(@Nullable ItemRule rule, CallLog log) {
		this.rule = rule;
		this.log = log;
	}

	/** An inspector of a body, which may hold items if it is an envelope. */
	Inspector inspector(ContentKind kind, boolean gzip) {
		return (kind == ContentKind.EVENTS) ? new EventInspector(gzip) : new BodyInspector(gzip, this.rule);
	}

	/** To be asked once for each success, as its items are counted each time. */
	boolean fails(EnvelopeVerdict.Success success) {
		if (this.rule == null) {
			return false;
		}
		this.log.items(success.items());
		return this.rule.fails(success.items());
	}

}
