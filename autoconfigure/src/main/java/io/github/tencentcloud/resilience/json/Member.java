package io.github.tencentcloud.resilience.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A member of a JSON object that is watched: one whose text is wanted, an object with
 * such members, or a list of such values. Everything else is skipped.
 */
public final class Member {

	/** An escaped character takes six bytes for one. */
	private static final int BYTES_PER_ESCAPE = 6;

	private final String name;

	private final byte[] nameBytes;

	private final int textLimit;

	private final boolean list;

	private final Member[] children;

	private final int longestName;

	private Member(String name, int textLimit, boolean list, Member... children) {
		this.name = name;
		this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
		this.textLimit = textLimit;
		this.list = list;
		this.children = children;
		int longest = 0;
		for (Member child : children) {
			longest = Math.max(longest, child.nameBytes.length * BYTES_PER_ESCAPE);
		}
		this.longestName = longest;
	}

	/**
	 * A member whose value is wanted if it is a string or a number.
	 * @param name its name
	 * @param limit the most bytes that are kept of it
	 * @return the member
	 */
	public static Member text(String name, int limit) {
		return new Member(name, limit, false);
	}

	/**
	 * A member whose value is looked into if it is an object.
	 * @param name its name
	 * @param children what is wanted of the object
	 * @return the member
	 */
	public static Member object(String name, Member... children) {
		return new Member(name, 0, false, children);
	}

	/**
	 * A member whose value is looked into if it is a list.
	 * @param name its name
	 * @param element what is wanted of each element
	 * @return the member
	 */
	public static Member list(String name, Member element) {
		return new Member(name, 0, true, element);
	}

	/**
	 * Whether its text is wanted.
	 * @return whether it is neither an object nor a list
	 */
	public boolean isText() {
		return this.children.length == 0;
	}

	/**
	 * Whether it is looked into as an object.
	 * @return whether it is an object
	 */
	public boolean isObject() {
		return !isText() && !this.list;
	}

	/**
	 * Whether it is looked into as a list.
	 * @return whether it is a list
	 */
	public boolean isList() {
		return this.list;
	}

	/**
	 * The element of a list, or the one child of an object that has no other.
	 * @return the member
	 */
	public Member onlyChild() {
		return this.children[0];
	}

	int textLimit() {
		return this.textLimit;
	}

	/**
	 * How deeply objects and lists are nested in it, itself included.
	 */
	int height() {
		int height = 0;
		for (Member child : this.children) {
			height = Math.max(height, child.height());
		}
		return isText() ? 0 : height + 1;
	}

	/**
	 * The most bytes that the name of a child can take, however it is escaped.
	 */
	int longestName() {
		return this.longestName;
	}

	/**
	 * Whether this may be the name of a child. With an escape in it, it may always be
	 * one.
	 */
	boolean mayHave(byte[] bytes, int from, int to) {
		int length = to - from;
		for (Member child : this.children) {
			byte[] name = child.nameBytes;
			if (name.length == length && Arrays.equals(bytes, from, to, name, 0, length)) {
				return true;
			}
		}
		return length <= this.longestName && hasEscape(bytes, from, to);
	}

	private static boolean hasEscape(byte[] bytes, int from, int to) {
		for (int at = from; at < to; at++) {
			if (bytes[at] == '\\') {
				return true;
			}
		}
		return false;
	}

	@Nullable Member child(CapturedText name) {
		if (name.isCut()) {
			return null;
		}
		String decoded = name.hasEscape() ? name.decode() : null;
		for (Member child : this.children) {
			if ((decoded != null) ? child.name.equals(decoded) : name.contentEquals(child.nameBytes)) {
				return child;
			}
		}
		return null;
	}

}
