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
 * Looks at the items inside the successes of one call: has them counted, and says whether
 * the call fails because of them.
 */
final class ItemAudit {

	private final @Nullable ItemRule rule;

	private final CallLog log;

	private final StreamForms streams;

	/** Whether the answer is of a kind that can have items. */
	private volatile boolean counted;

	/**
	 * Create an audit.
	 * @param rule how items are judged, or {@code null} if the action has none
	 * @param log is told about them
	 * @param streams knows how streams end, which have no items
	 */
	ItemAudit(@Nullable ItemRule rule, CallLog log, StreamForms streams) {
		this.rule = rule;
		this.log = log;
		this.streams = streams;
	}

	/**
	 * An inspector of a body, which may hold items if it is an envelope.
	 * @param kind what the body should be
	 * @param gzip whether it should be compressed
	 * @param doubtful whether the body may be something else, that cannot be read
	 * @param limit from which size on the body is not kept any more
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

	/** Tell of an answer that nobody can judge, since its encoding is not known here. */
	void unreadable(ResponseHead head) {
		String encoding = ContentKind.unknownEncoding(head);
		if (encoding != null) {
			this.log.unreadable(encoding);
		}
	}

	/**
	 * To be asked once for each success, as its items are told to the meters each time.
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
