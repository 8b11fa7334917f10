package io.github.tencentcloud.resilience.engine;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.BodyInspector;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.envelope.Items;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.policy.StreamForms;

/**
 * Audits the items inside the successes of one call: has them counted, and decides
 * whether the call fails because of them.
 */
final class ItemAudit {

	private final @Nullable ItemRule rule;

	private final CallLog log;

	private final StreamForms streams;

	/** Whether an answer of this kind can have items. */
	private volatile boolean counted;

	/**
	 * Create an audit.
	 * @param rule how to judge items, or {@code null} if the action has none
	 * @param log is told of them
	 * @param streams knows how streams end; they have no items
	 */
	ItemAudit(@Nullable ItemRule rule, CallLog log, StreamForms streams) {
		this.rule = rule;
		this.log = log;
		this.streams = streams;
	}

	/**
	 * Create an inspector of a body, which may hold items if it is an envelope.
	 * @param kind what the body should be
	 * @param gzip whether it should be compressed
	 * @param doubtful whether the body may be something that cannot be read
	 * @param limit the size up to which the body is held back
	 */
	BodyInspector inspector(ContentKind kind, boolean gzip, boolean doubtful, long limit) {
		this.counted = (kind != ContentKind.EVENTS);
		BodyInspector inspector = inspector(kind, gzip || doubtful);
		inspector.limit(limit);
		if (doubtful) {
			inspector.doubt();
		}
		return inspector;
	}

	private BodyInspector inspector(ContentKind kind, boolean gzip) {
		ItemPath path = (this.rule != null) ? this.rule.path() : null;
		Set<String> ok = (this.rule != null) ? this.rule.ok() : Set.of();
		return switch (kind) {
			case EVENTS -> BodyInspector.ofEvents(this.streams.of(this.log.call()), gzip);
			case OPAQUE -> BodyInspector.ofOpaque(path, ok, gzip);
			case JSON, TEXT -> BodyInspector.ofEnvelope(path, ok, gzip);
		};
	}

	/** Report an answer that cannot be judged, since its encoding is unknown here. */
	void unreadable(ResponseHead head) {
		String encoding = ContentKind.unknownEncoding(head);
		if (encoding != null) {
			this.log.unreadable(encoding);
		}
	}

	/**
	 * To be called once for each success, since each call reports the items to the
	 * meters.
	 * @return the items for which the call fails, or {@code null} if it succeeds
	 */
	@Nullable Items failing(EnvelopeVerdict.Success success) {
		if (this.rule == null || !this.counted) {
			return null;
		}
		Items items = this.rule.judge(success.items());
		this.log.items(items);
		return this.rule.fails(items) ? items : null;
	}

}
