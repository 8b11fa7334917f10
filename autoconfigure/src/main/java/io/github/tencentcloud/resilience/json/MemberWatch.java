package io.github.tencentcloud.resilience.json;

import org.jspecify.annotations.Nullable;

/**
 * Follows a {@link JsonScanner} through the watched objects and lists, and collects the
 * names and texts that are wanted. Elsewhere it does nothing.
 */
final class MemberWatch {

	private final Member root;

	private final MemberHandler handler;

	private final CapturedText text = new CapturedText();

	/** The watched objects and lists that are open, outermost first. */
	private final Member[] open;

	private int depth;

	/** The member whose value comes next or is being read; null if it is not watched. */
	private @Nullable Member member;

	private boolean capturing;

	MemberWatch(Member root, MemberHandler handler) {
		this.root = root;
		this.handler = handler;
		this.open = new Member[root.height()];
		this.member = root;
	}

	void reset() {
		this.depth = 0;
		this.member = this.root;
		this.capturing = false;
	}

	/**
	 * Whether neither the next value nor the elements of the list around it are watched.
	 */
	boolean isIdle(int nesting) {
		return this.member == null && nesting > 0 && (nesting > this.depth || this.open[nesting - 1].isObject());
	}

	/**
	 * The innermost bracket, if it is an object whose members are watched.
	 */
	@Nullable Member object(int nesting) {
		return (nesting == this.depth) ? this.open[nesting - 1] : null;
	}

	void nameStarted(int nesting) {
		if (nesting == this.depth) {
			this.text.begin(this.open[this.depth - 1].longestName(), true);
			this.capturing = true;
		}
	}

	void nameEnded() {
		if (this.capturing) {
			this.capturing = false;
			this.member = this.open[this.depth - 1].child(this.text);
		}
	}

	void valueStarted(byte first, long offset, int nesting) {
		Member member = this.member;
		if (member == null) {
			if (nesting != this.depth || !this.open[nesting - 1].isList()) {
				return;
			}
			member = this.open[nesting - 1].onlyChild();
			this.member = member;
		}
		this.handler.started(member, first, offset);
		boolean string = first == '"';
		if (member.isText() && (string || JsonNumber.first(first) != JsonNumber.NONE)) {
			this.text.begin(member.textLimit(), string);
			this.capturing = true;
		}
	}

	void append(byte[] bytes, int from, int to) {
		if (this.capturing) {
			this.text.append(bytes, from, to);
		}
	}

	void valueEnded() {
		Member member = this.member;
		if (member != null && this.capturing) {
			this.capturing = false;
			this.handler.text(member, this.text);
		}
		this.member = null;
	}

	void opened(boolean object) {
		Member member = this.member;
		if (member != null && (object ? member.isObject() : member.isList())) {
			this.open[this.depth++] = member;
		}
		this.member = null;
	}

	void closed(int nesting, long end) {
		if (nesting == this.depth) {
			this.depth--;
			this.handler.closed(this.open[this.depth], end);
		}
	}

}
