package io.github.tencentcloud.resilience.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The raw bytes of one name, string or number, collected piece by piece up to a limit.
 */
public final class CapturedText {

	private static final byte[] EMPTY = {};

	private static final int FIRST_CAPACITY = 64;

	private byte[] bytes = EMPTY;

	private int length;

	private int limit;

	private boolean cut;

	private boolean string;

	CapturedText() {
	}

	/**
	 * Forgets the earlier text and begins a new one.
	 * @param limit the most bytes that are kept
	 * @param string whether it is a string and not a number
	 */
	void begin(int limit, boolean string) {
		this.length = 0;
		this.limit = limit;
		this.cut = false;
		this.string = string;
	}

	void append(byte[] source, int from, int to) {
		int count = Math.min(to - from, this.limit - this.length);
		this.cut |= count < to - from;
		int needed = this.length + count;
		if (needed > this.bytes.length) {
			int capacity = Math.max(needed, Math.max(FIRST_CAPACITY, this.bytes.length * 2));
			this.bytes = Arrays.copyOf(this.bytes, capacity);
		}
		System.arraycopy(source, from, this.bytes, this.length, count);
		this.length = needed;
	}

	/**
	 * Whether it was longer than the limit.
	 * @return whether its end is missing
	 */
	public boolean isCut() {
		return this.cut;
	}

	/**
	 * Whether it is a string.
	 * @return whether it is a string and not a number
	 */
	public boolean isString() {
		return this.string;
	}

	/**
	 * Whether it has no characters.
	 * @return whether it is empty
	 */
	public boolean isEmpty() {
		return this.length == 0;
	}

	/**
	 * Whether it is a number without a fraction and an exponent.
	 * @return whether it is an integer
	 */
	public boolean isInteger() {
		for (int i = 0; i < this.length; i++) {
			byte b = this.bytes[i];
			if (b == '.' || b == 'e' || b == 'E') {
				return false;
			}
		}
		return !this.string;
	}

	boolean hasEscape() {
		for (int i = 0; i < this.length; i++) {
			if (this.bytes[i] == '\\') {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether it consists of exactly these bytes. An escaped character does not match the
	 * character itself.
	 * @param other the bytes
	 * @return whether they are the same
	 */
	public boolean contentEquals(byte[] other) {
		return Arrays.equals(this.bytes, 0, this.length, other, 0, other.length);
	}

	/**
	 * The text with its escapes resolved. What is not UTF-8, such as an overlong form,
	 * becomes the replacement character.
	 * @return the text; if it was cut in the middle of a character, without that
	 * character
	 */
	public String decode() {
		int end = this.cut ? lastBoundary() : this.length;
		if (isPlain(end)) {
			return new String(this.bytes, 0, end, StandardCharsets.ISO_8859_1);
		}
		return withoutHalfPair(unescaped(end));
	}

	/** The scanner has made sure that each escape is complete and valid. */
	private String unescaped(int end) {
		StringBuilder text = new StringBuilder(end);
		int from = 0;
		int at = 0;
		while (at < end) {
			if (this.bytes[at] == '\\') {
				text.append(new String(this.bytes, from, at - from, StandardCharsets.UTF_8));
				text.append(escape(at));
				from = at + sizeAt(at);
				at = from;
			}
			else {
				at++;
			}
		}
		return text.append(new String(this.bytes, from, end - from, StandardCharsets.UTF_8)).toString();
	}

	private char escape(int at) {
		byte kind = this.bytes[at + 1];
		return switch (kind) {
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> unicode(at + 2);
			default -> (char) kind;
		};
	}

	private char unicode(int from) {
		int code = 0;
		for (int at = from; at < from + 4; at++) {
			code = code << 4 | Character.digit(this.bytes[at], 16);
		}
		return (char) code;
	}

	private boolean isPlain(int end) {
		for (int i = 0; i < end; i++) {
			if (this.bytes[i] < 0 || this.bytes[i] == '\\') {
				return false;
			}
		}
		return true;
	}

	/**
	 * The end of the last escape or UTF-8 sequence that has been kept whole.
	 */
	private int lastBoundary() {
		int at = 0;
		while (at < this.length) {
			int next = at + sizeAt(at);
			if (next > this.length) {
				break;
			}
			at = next;
		}
		return at;
	}

	private int sizeAt(int at) {
		byte b = this.bytes[at];
		if (b == '\\') {
			boolean unicode = at + 1 < this.length && this.bytes[at + 1] == 'u';
			return unicode ? 6 : 2;
		}
		return 1 + JsonString.continuations(b);
	}

	private String withoutHalfPair(String text) {
		int last = text.length() - 1;
		boolean half = this.cut && last >= 0 && Character.isHighSurrogate(text.charAt(last));
		return half ? text.substring(0, last) : text;
	}

}
