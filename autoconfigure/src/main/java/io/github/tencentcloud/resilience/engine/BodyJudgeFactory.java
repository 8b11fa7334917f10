package io.github.tencentcloud.resilience.engine;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.BodyInspector;
import io.github.tencentcloud.resilience.envelope.ItemPath;
import io.github.tencentcloud.resilience.policy.ItemRule;
import io.github.tencentcloud.resilience.policy.StreamFormats;

/**
 * Creates the judges of a call's answers.
 *
 * @param log is told of items, and of answers that cannot be judged
 * @param items how to judge the items inside a success, or {@code null} to ignore them
 * @param streams knows how streams end
 * @param unwrap whether the caller gets only the content of {@code Response}
 * @param holdBack how many bytes of a body are held back until it is judged
 * @param whole whether the client reads all but streams as a whole, and takes for a
 * stream only what says so and nothing else
 */
record BodyJudgeFactory(CallLog log, @Nullable ItemRule items, StreamFormats streams, boolean unwrap, long holdBack,
		boolean whole) {

	BodyJudgeFactory(CallLog log, @Nullable ItemRule items, StreamFormats streams, boolean unwrap, long holdBack) {
		this(log, items, streams, unwrap, holdBack, false);
	}

	/** Create the judge of one answer. */
	BodyJudge of(ResponseHead head) {
		ContentKind kind = this.whole ? ContentKind.exactly(head) : ContentKind.of(head);
		boolean gzip = ContentKind.isGzip(head);
		boolean unwraps = this.unwrap && !this.whole && head.isSuccessful();
		boolean decoded = unwraps && gzip && (kind == ContentKind.JSON || kind == ContentKind.TEXT);
		BodyInspector inspector = kind.isRead(head) ? inspector(kind, gzip && !decoded, kind.isDoubtful(head)) : null;
		// A stream has no items.
		ItemRule items = (kind != ContentKind.EVENTS) ? this.items : null;
		return new BodyJudge(head, unwraps, decoded, this.whole, inspector, items, this.log);
	}

	/** How many bytes of a body may wait until it is judged. */
	long most() {
		return this.whole ? Long.MAX_VALUE : this.holdBack;
	}

	private BodyInspector inspector(ContentKind kind, boolean gzip, boolean doubtful) {
		BodyInspector inspector = inspector(kind, gzip || doubtful);
		inspector.limit(this.holdBack);
		if (doubtful) {
			inspector.doubt();
		}
		return inspector;
	}

	private BodyInspector inspector(ContentKind kind, boolean gzip) {
		ItemPath path = (this.items != null) ? this.items.path() : null;
		Set<String> ok = (this.items != null) ? this.items.ok() : Set.of();
		return switch (kind) {
			case EVENTS -> BodyInspector.ofEvents(this.streams.of(this.log.call()), gzip);
			case OPAQUE -> BodyInspector.ofOpaque(path, ok, gzip);
			case JSON, TEXT -> BodyInspector.ofEnvelope(path, ok, gzip);
		};
	}

}
