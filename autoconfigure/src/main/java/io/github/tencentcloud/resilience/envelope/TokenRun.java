package io.github.tencentcloud.resilience.envelope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * Reads over the tokens that nobody waits for, as long as each of them lies whole in one
 * piece of the body. It checks them just as a {@link JsonScanner} does, but a token at a
 * time and not a byte at a time. What is incomplete, broken or may be watched it leaves
 * to the scanner, which reads that token from its first byte.
 */
final class TokenRun {

	private static final int UNUSUAL = -1;

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int TRUE = littleEndian('t', 'r', 'u', 'e');

	private static final int NULL = littleEndian('n', 'u', 'l', 'l');

	private static final int FALSE_FROM_ITS_SECOND_BYTE = littleEndian('a', 'l', 's', 'e');

	private final Nesting nesting;

	private int state;

	private @Nullable Member watched;

	private boolean outerObject;

	/** The brackets opened in this run. */
	private int levels;

	private int maxLevels;

	/** A bit for each of them, set for an object; the innermost one is the lowest. */
	private long objects;

	TokenRun(Nesting nesting) {
		this.nesting = nesting;
	}

	/**
	 * Reads on inside the innermost bracket until that closes, or something comes that is
	 * not for a run.
	 * @param watched the innermost bracket, if its members are watched
	 * @param state what comes first
	 * @return the index of the first byte that was not read
	 */
	int read(byte[] bytes, int from, int to, @Nullable Member watched, int state) {
		this.state = state;
		this.watched = watched;
		this.outerObject = this.nesting.isInObject();
		this.maxLevels = Math.min(this.nesting.room(), Long.SIZE);
		int at = from;
		while (at < to) {
			int next = token(bytes, at, to);
			if (next == UNUSUAL) {
				break;
			}
			at = next;
		}
		while (this.levels > 0) {
			this.levels--;
			this.nesting.open((this.objects >>> this.levels & 1) != 0);
		}
		return at;
	}

	/** What comes where the last run ended. */
	int state() {
		return this.state;
	}

	private int token(byte[] bytes, int at, int to) {
		byte b = bytes[at];
		if (b <= ' ') {
			return JsonScanner.isSpace(b) ? at + 1 : UNUSUAL;
		}
		return switch (this.state) {
			case ScanState.NAME, ScanState.NAME_OR_END -> name(bytes, at, to, b);
			case ScanState.COLON -> (b == ':') ? next(ScanState.VALUE, at) : UNUSUAL;
			case ScanState.COMMA_OR_END -> (b == ',') ? comma(at) : close(b, at);
			default -> value(bytes, at, to, b);
		};
	}

	private int name(byte[] bytes, int at, int to, byte first) {
		if (first != '"') {
			return (this.state == ScanState.NAME_OR_END) ? close(first, at) : UNUSUAL;
		}
		int end = stringEnd(bytes, at + 1, to);
		if (end == UNUSUAL
				|| (this.levels == 0 && this.watched != null && this.watched.mayHave(bytes, at + 1, end - 1))) {
			return UNUSUAL;
		}
		this.state = ScanState.COLON;
		return (end < to && bytes[end] == ':') ? next(ScanState.VALUE, end) : end;
	}

	private int value(byte[] bytes, int at, int to, byte first) {
		if (first == '{' || first == '[') {
			return open(first, at);
		}
		if (first == ']') {
			return (this.state == ScanState.ELEMENT_OR_END) ? close(first, at) : UNUSUAL;
		}
		int end = scalarEnd(bytes, at, to, first);
		if (end == UNUSUAL) {
			return UNUSUAL;
		}
		this.state = ScanState.COMMA_OR_END;
		return (end < to && bytes[end] == ',') ? comma(end) : end;
	}

	private int comma(int at) {
		return next(isInObject() ? ScanState.NAME : ScanState.VALUE, at);
	}

	private int open(byte bracket, int at) {
		if (this.levels == this.maxLevels) {
			return UNUSUAL;
		}
		boolean object = bracket == '{';
		this.levels++;
		this.objects = this.objects << 1 | (object ? 1 : 0);
		return next(object ? ScanState.NAME_OR_END : ScanState.ELEMENT_OR_END, at);
	}

	private int close(byte bracket, int at) {
		if (this.levels == 0 || bracket != (isInObject() ? '}' : ']')) {
			return UNUSUAL;
		}
		this.levels--;
		this.objects >>>= 1;
		return next(ScanState.COMMA_OR_END, at);
	}

	private int next(int state, int at) {
		this.state = state;
		return at + 1;
	}

	private boolean isInObject() {
		return (this.levels > 0) ? (this.objects & 1) != 0 : this.outerObject;
	}

	private static int scalarEnd(byte[] bytes, int from, int to, byte first) {
		if (first == '"') {
			return stringEnd(bytes, from + 1, to);
		}
		return (first <= '9') ? numberEnd(bytes, from, to) : literalEnd(bytes, from, to, first);
	}

	/** The index after the closing quote. */
	private static int stringEnd(byte[] bytes, int from, int to) {
		int at = JsonString.skipAscii(bytes, from, to);
		return (at < to && bytes[at] == '"') ? at + 1 : unusualStringEnd(bytes, at, to);
	}

	private static int unusualStringEnd(byte[] bytes, int from, int to) {
		int part = JsonString.PLAIN;
		int at = from;
		while (true) {
			if (part == JsonString.PLAIN) {
				at = JsonString.skipPlain(bytes, at, to);
			}
			if (at == to || part == JsonString.BROKEN) {
				return UNUSUAL;
			}
			part = JsonString.next(part, bytes[at++]);
			if (part == JsonString.CLOSED) {
				return at;
			}
		}
	}

	/** The index after the last digit. */
	private static int numberEnd(byte[] bytes, int from, int to) {
		int start = (bytes[from] == '-') ? from + 1 : from;
		int at = digitsEnd(bytes, start, to);
		if (at == start || (bytes[start] == '0' && at > start + 1)) {
			return UNUSUAL;
		}
		if (at < to && bytes[at] == '.') {
			start = at + 1;
			at = digitsEnd(bytes, start, to);
		}
		if (at > start && at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
			boolean sign = at + 1 < to && (bytes[at + 1] == '+' || bytes[at + 1] == '-');
			start = sign ? at + 2 : at + 1;
			at = digitsEnd(bytes, start, to);
		}
		return (at > start && at < to) ? at : UNUSUAL;
	}

	private static int digitsEnd(byte[] bytes, int from, int to) {
		int at = from;
		while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
			at++;
		}
		return at;
	}

	private static int literalEnd(byte[] bytes, int from, int to, byte first) {
		if (to - from <= Integer.BYTES) {
			return UNUSUAL;
		}
		boolean known = switch (first) {
			case 't' -> (int) INT.get(bytes, from) == TRUE;
			case 'n' -> (int) INT.get(bytes, from) == NULL;
			case 'f' -> (int) INT.get(bytes, from + 1) == FALSE_FROM_ITS_SECOND_BYTE;
			default -> false;
		};
		if (!known) {
			return UNUSUAL;
		}
		return from + ((first == 'f') ? 5 : 4);
	}

	private static int littleEndian(char first, char second, char third, char fourth) {
		return first | second << 8 | third << 16 | fourth << 24;
	}

}
