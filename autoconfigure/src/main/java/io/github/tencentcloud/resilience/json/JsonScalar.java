package io.github.tencentcloud.resilience.json;

import java.nio.charset.StandardCharsets;

/**
 * One string, number or literal after its first byte. Reading can pause and resume at any
 * byte.
 */
final class JsonScalar {

	private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] STRING = {};

	private static final byte[] NUMBER = {};

	/** What it is: all of a literal, or one of the two marks above. */
	private byte[] kind = NULL;

	/** A state of {@link JsonString} or {@link JsonNumber}, or an index in a literal. */
	private int part;

	private boolean ended;

	private boolean broken;

	/**
	 * Starts the next one.
	 * @param first its first byte
	 * @return whether a scalar begins with that byte
	 */
	boolean start(byte first) {
		this.ended = false;
		this.broken = false;
		if (first == '"') {
			this.kind = STRING;
			this.part = JsonString.PLAIN;
			return true;
		}
		this.part = JsonNumber.first(first);
		if (this.part != JsonNumber.NONE) {
			this.kind = NUMBER;
			return true;
		}
		this.part = 1;
		this.kind = switch (first) {
			case 't' -> TRUE;
			case 'f' -> FALSE;
			default -> NULL;
		};
		return first == this.kind[0];
	}

	/**
	 * Reads on until it ends or turns out to be broken, or the piece of the body ends.
	 * @return the index of the first byte that is not part of it, or {@code to}
	 */
	int read(byte[] bytes, int from, int to) {
		if (this.kind == STRING) {
			return string(bytes, from, to);
		}
		return (this.kind == NUMBER) ? number(bytes, from, to) : literal(bytes, from, to);
	}

	boolean isString() {
		return this.kind == STRING;
	}

	boolean isEnded() {
		return this.ended;
	}

	boolean isBroken() {
		return this.broken;
	}

	private int string(byte[] bytes, int from, int to) {
		int at = from;
		int part = this.part;
		while (at < to) {
			if (part == JsonString.PLAIN) {
				at = JsonString.skipPlain(bytes, at, to);
				if (at == to) {
					break;
				}
			}
			part = JsonString.next(part, bytes[at]);
			if (part == JsonString.BROKEN) {
				this.broken = true;
				break;
			}
			at++;
			if (part == JsonString.CLOSED) {
				this.ended = true;
				break;
			}
		}
		this.part = part;
		return at;
	}

	private int number(byte[] bytes, int from, int to) {
		int part = this.part;
		for (int at = from; at < to; at++) {
			int next = JsonNumber.next(part, bytes[at]);
			if (next == JsonNumber.NONE) {
				this.ended = JsonNumber.isComplete(part);
				this.broken = !this.ended;
				return at;
			}
			part = next;
		}
		this.part = part;
		return to;
	}

	private int literal(byte[] bytes, int from, int to) {
		for (int at = from; at < to; at++) {
			if (bytes[at] != this.kind[this.part]) {
				this.broken = true;
				return at;
			}
			this.part++;
			if (this.part == this.kind.length) {
				this.ended = true;
				return at + 1;
			}
		}
		return to;
	}

}
