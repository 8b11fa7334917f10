package io.github.tencentcloud.resilience.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * Skips tokens that are not watched, as long as each of them lies completely in one piece
 * of the body. It checks them just as a {@link JsonScanner} does, but a token at a time
 * and not a byte at a time. Whatever is incomplete, broken or may be watched is left to
 * the scanner, which reads that token from its first byte.
 */
final class TokenRun {

	/** Not an index: the run has ended before something that it cannot read. */
	private static final int LEFT = Integer.MAX_VALUE;

	/**
	 * This many bytes must be left where a member or an element starts. They are enough
	 * for the first word of its name and of its value and for what is between and after
	 * them, so that none of that needs a check of its own.
	 */
	private static final int SLACK = 32;

	private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

	private static final short QUOTE_AND_COLON = '"' | ':' << 8;

	private final Nesting nesting;

	/** Where the run ended, and what is expected there. */
	private int end;

	private int state;

	private @Nullable Member watched;

	/** The brackets opened in this run. */
	private int levels;

	private int maxLevels;

	/**
	 * A bit for each of them and for the one around them, set for an object; the
	 * innermost is the lowest.
	 */
	private long objects;

	TokenRun(Nesting nesting) {
		this.nesting = nesting;
	}

	/**
	 * Reads on inside the innermost bracket until it closes, or until there is something
	 * that a run cannot read.
	 * @param watched the innermost bracket, if its members are watched
	 * @param state what comes first
	 * @return the index of the first byte that was not read
	 */
	int read(byte[] bytes, int from, int to, @Nullable Member watched, int state) {
		int last = to - SLACK;
		if (from > last) {
			this.state = state;
			return from;
		}
		this.watched = watched;
		this.objects = this.nesting.isInObject() ? 1 : 0;
		this.maxLevels = Math.min(this.nesting.room(), Long.SIZE - 1);
		int at = enter(bytes, from, last, state);
		while (at != LEFT) {
			at = item(bytes, at, last);
		}
		while (this.levels > 0) {
			this.levels--;
			this.nesting.open((this.objects >>> this.levels & 1) != 0);
		}
		return this.end;
	}

	/** What is expected where the last run ended. */
	int state() {
		return this.state;
	}

	private int leave(int state, int at) {
		this.state = state;
		this.end = at;
		return LEFT;
	}

	/** The index of the next item, which is a member or an element. */
	private int enter(byte[] bytes, int at, int last, int state) {
		byte b = bytes[at];
		boolean ready = switch (state) {
			case ScanState.NAME -> true;
			case ScanState.VALUE -> !isInObject();
			case ScanState.NAME_OR_END, ScanState.ELEMENT_OR_END -> b > ' ' && b != '}' && b != ']';
			default -> false;
		};
		if (ready) {
			return at;
		}
		return (state == ScanState.COMMA_OR_END) ? next(bytes, at, last) : leave(state, at);
	}

	/**
	 * Reads an item, or up to a bracket that it opens, and what comes after it.
	 * @return the index of the next one
	 */
	private int item(byte[] bytes, int from, int last) {
		if (from > last) {
			return leave(isInObject() ? ScanState.NAME : ScanState.VALUE, from);
		}
		int at = isInObject() ? value(bytes, from, last) : from;
		return (at != LEFT) ? afterValue(bytes, at, last) : LEFT;
	}

	private int afterValue(byte[] bytes, int at, int last) {
		byte first = bytes[at];
		int end = WholeScalar.end(bytes, at, last, first);
		if (end == WholeScalar.NONE) {
			return otherValue(bytes, at, last, first);
		}
		return (bytes[end] == ',') ? end + 1 : next(bytes, end, last);
	}

	private int otherValue(byte[] bytes, int at, int last, byte first) {
		if (first == '{' || first == '[') {
			return open(bytes, at, last, first == '{');
		}
		int start = skipSpaces(bytes, at, last);
		return (start > at && start <= last) ? afterValue(bytes, start, last) : leave(ScanState.VALUE, start);
	}

	/** The index of the value of a member. */
	private int value(byte[] bytes, int from, int last) {
		if (bytes[from] == '"') {
			int at = JsonString.skipAscii(bytes, from + 1, last);
			if ((short) SHORT.get(bytes, at) == QUOTE_AND_COLON && !mayBeWatched(bytes, from + 1, at)) {
				return at + 2;
			}
		}
		return unusualName(bytes, from, last);
	}

	/** A name with white space around it or an escape in it, or no name at all. */
	private int unusualName(byte[] bytes, int from, int last) {
		int start = skipSpaces(bytes, from, last);
		if (start > last || bytes[start] != '"') {
			return leave(ScanState.NAME, start);
		}
		int end = WholeScalar.stringEnd(bytes, start + 1, last);
		if (end > last || mayBeWatched(bytes, start + 1, end - 1)) {
			return leave(ScanState.NAME, start);
		}
		int colon = skipSpaces(bytes, end, last);
		return (bytes[colon] == ':') ? colon + 1 : leave(ScanState.COLON, colon);
	}

	private boolean mayBeWatched(byte[] bytes, int from, int to) {
		return this.levels == 0 && this.watched != null && this.watched.mayHave(bytes, from, to);
	}

	private int open(byte[] bytes, int at, int last, boolean object) {
		if (this.levels == this.maxLevels) {
			return leave(ScanState.VALUE, at);
		}
		this.levels++;
		this.objects = this.objects << 1 | (object ? 1 : 0);
		if (bytes[at + 1] == '"') {
			return at + 1;
		}
		int start = skipSpaces(bytes, at + 1, last);
		if (start > last) {
			return leave(object ? ScanState.NAME_OR_END : ScanState.ELEMENT_OR_END, start);
		}
		return (bytes[start] == closing()) ? next(bytes, start, last) : start;
	}

	/** The index after the next comma; brackets that come before it are closed. */
	private int next(byte[] bytes, int from, int last) {
		int at = from;
		while (at <= last) {
			byte b = bytes[at];
			if (b == ',') {
				return at + 1;
			}
			if (b == closing() && this.levels > 0) {
				this.levels--;
				this.objects >>>= 1;
			}
			else if (!isSpace(b)) {
				break;
			}
			at++;
		}
		return leave(ScanState.COMMA_OR_END, at);
	}

	private boolean isInObject() {
		return (this.objects & 1) != 0;
	}

	private int closing() {
		return isInObject() ? '}' : ']';
	}

	private static int skipSpaces(byte[] bytes, int from, int last) {
		int at = from;
		while (at <= last && isSpace(bytes[at])) {
			at++;
		}
		return at;
	}

	static boolean isSpace(byte b) {
		return b == ' ' || b == '\n' || b == '\r' || b == '\t';
	}

}
