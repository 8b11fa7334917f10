package io.github.tencentcloud.resilience.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The raw bytes of one name, string or number, collected piece by piece up to a limit.
 */
final class CapturedText {

	private static final JsonFactory JSON = new JsonFactory();

	private static final byte[] EMPTY = {};

	private static final int FIRST_CAPACITY = 64;

	private byte[] bytes = EMPTY;

	private int length;

	private int limit;

	private boolean cut;

	private boolean string;

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
	 * Whether the limit was too low for all of it.
	 */
	boolean isCut() {
		return this.cut;
	}

	boolean isString() {
		return this.string;
	}

	boolean isEmpty() {
		return this.length == 0;
	}

	/**
	 * Whether it is a number without fraction and exponent.
	 */
	boolean isInteger() {
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

	boolean contentEquals(byte[] other) {
		return Arrays.equals(this.bytes, 0, this.length, other, 0, other.length);
	}

	/**
	 * The text with its escapes resolved. It must have passed the {@link JsonScanner}'s
	 * checks.
	 */
	String decode() {
		int end = this.cut ? lastBoundary() : this.length;
		if (isPlain(end)) {
			return new String(this.bytes, 0, end, StandardCharsets.ISO_8859_1);
		}
		return withoutHalfPair(parse(end));
	}

	private String parse(int end) {
		byte[] json = new byte[end + 2];
		json[0] = '"';
		System.arraycopy(this.bytes, 0, json, 1, end);
		json[end + 1] = '"';
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			parser.nextToken();
			return parser.getString();
		}
		catch (JacksonException ex) {
			// A later Jackson may be stricter. A call must not fail because of that.
			return new String(this.bytes, 0, end, StandardCharsets.UTF_8);
		}
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
