package io.github.tencentcloud.resilience.envelope;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.json.CapturedText;
import io.github.tencentcloud.resilience.json.Member;
import io.github.tencentcloud.resilience.json.MemberHandler;

/**
 * Counts the codes of items as an envelope passes, and passes everything else on to the
 * {@link EnvelopeMembers}. What it keeps does not grow with the number of items.
 * <p>
 * If a name comes twice, the last one counts, with one exception: inside an element of a
 * list only the code itself is taken back, since what was counted for which element is
 * not remembered.
 */
final class ItemCounter implements MemberHandler {

	private static final int MAX_CODES = 100;

	private final ItemPath path;

	private final Set<String> ok;

	private final EnvelopeMembers envelope;

	/** The object, or the list, that the code is in. */
	private final Member holder;

	private final Member code;

	private final Map<String, Integer> failed = new LinkedHashMap<>();

	private int succeeded;

	/** The code of the item that is being read. */
	private @Nullable String pending;

	ItemCounter(ItemPath path, Set<String> ok, EnvelopeMembers envelope) {
		this.path = path;
		this.ok = ok;
		this.envelope = envelope;
		Member holder = path.response();
		Member code = path.first();
		while (!code.isText()) {
			holder = code;
			code = code.onlyChild();
		}
		this.holder = holder;
		this.code = code;
	}

	Items items() {
		return (this.succeeded == 0 && this.failed.isEmpty()) ? Items.NONE : new Items(this.succeeded, this.failed);
	}

	@Override
	public void started(Member member, byte first, long offset) {
		if (member == this.path.response() || isUnique(member)) {
			this.succeeded = 0;
			this.failed.clear();
		}
		if (member == this.holder || member == this.code) {
			this.pending = null;
		}
		this.envelope.started(member, first, offset);
	}

	@Override
	public void text(Member member, CapturedText text) {
		if (member != this.code) {
			this.envelope.text(member, text);
			return;
		}
		this.pending = text.isCut() ? Items.OTHER : text.decode();
		if (this.holder.isList()) {
			count(this.pending);
		}
	}

	@Override
	public void closed(Member member, long end) {
		if (member == this.holder && !this.holder.isList()) {
			count((this.pending != null) ? this.pending : "");
		}
		this.envelope.closed(member, end);
	}

	private void count(String text) {
		String code = text.isEmpty() ? Items.NO_CODE : text;
		if (this.ok.contains(code)) {
			this.succeeded++;
			return;
		}
		boolean place = this.failed.size() < MAX_CODES || this.failed.containsKey(code);
		this.failed.merge(place ? code : Items.OTHER, 1, Integer::sum);
	}

	/** Whether there can be only one of it, so that a second one replaces the first. */
	private boolean isUnique(Member member) {
		Member step = this.path.first();
		while (step != member && step.isObject()) {
			step = step.onlyChild();
		}
		return step == member;
	}

}
