package io.github.tencentcloud.resilience.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The grammar of a JSON string after its opening quote, as a state machine that can pause
 * and resume at any byte. Of UTF-8 it checks what Jackson checks: that each leading byte
 * has its continuation bytes, and that no surrogate is encoded. Overlong forms pass.
 */
final class JsonString {

	/** Between two characters; every string starts here. */
	static final int PLAIN = 0;

	/** After the closing quote. */
	static final int CLOSED = -1;

	/** After a byte that is not allowed where it is. */
	static final int BROKEN = -2;

	/**
	 * After a backslash. The states 1 to 3 say how many continuation bytes must follow.
	 */
	private static final int ESCAPE = 4;

	/** This and the three states above it say how many hexadecimal digits must follow. */
	private static final int LAST_HEX_DIGIT = 5;

	private static final int FIRST_HEX_DIGIT = 8;

	/**
	 * After the leading byte of a possible surrogate: only the continuation bytes 80 to
	 * 9F may follow.
	 */
	private static final int AFTER_SURROGATE_LEAD = 9;

	private static final byte SURROGATE_LEAD = (byte) 0xED;

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long TWOS = ONES * 2;

	private static final long LOWEST_PLAIN = ONES * ('"' - 1);

	private static final long BACKSLASHES = ONES * '\\';

	private static final long HIGH_BITS = ONES * 0x80;

	/** Most names and texts end before this many bytes. */
	private static final int NEAR = 56;

	private JsonString() {
	}

	/**
	 * The state after one more byte.
	 */
	static int next(int state, byte b) {
		return switch (state) {
			case PLAIN -> plain(b);
			case 1, 2, 3 -> isContinuation(b) ? state - 1 : BROKEN;
			case ESCAPE -> escape(b);
			case LAST_HEX_DIGIT -> isHexDigit(b) ? PLAIN : BROKEN;
			case AFTER_SURROGATE_LEAD -> (b < (byte) 0xA0) ? 1 : BROKEN;
			default -> isHexDigit(b) ? state - 1 : BROKEN;
		};
	}

	private static int plain(byte b) {
		if (b < 0) {
			return multiByte(b);
		}
		return switch (b) {
			case '"' -> CLOSED;
			case '\\' -> ESCAPE;
			default -> (b >= ' ') ? PLAIN : BROKEN;
		};
	}

	private static int multiByte(byte b) {
		if (b == SURROGATE_LEAD) {
			return AFTER_SURROGATE_LEAD;
		}
		int continuations = continuations(b);
		return (continuations > 0) ? continuations : BROKEN;
	}

	private static int escape(byte b) {
		return switch (b) {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> PLAIN;
			case 'u' -> FIRST_HEX_DIGIT;
			default -> BROKEN;
		};
	}

	/**
	 * How many continuation bytes a character has that begins with this byte.
	 * @return 0 for ASCII, and for a byte that no character begins with
	 */
	static int continuations(byte first) {
		if ((first & 0xE0) == 0xC0) {
			return 1;
		}
		if ((first & 0xF0) == 0xE0) {
			return 2;
		}
		return ((first & 0xF8) == 0xF0) ? 3 : 0;
	}

	private static boolean isContinuation(byte b) {
		return (b & 0xC0) == 0x80;
	}

	private static boolean isHexDigit(byte b) {
		return Character.digit(b, 16) >= 0;
	}

	/**
	 * Skips what needs no attention, which is most of most bodies, eight bytes at a time.
	 * @return the index of a byte that {@link #next} has to look at in the state
	 * {@link #PLAIN}, or {@code to}
	 */
	static int skipPlain(byte[] bytes, int from, int to) {
		int at = from;
		while (at <= to - Long.BYTES) {
			long special = special((long) LONG.get(bytes, at));
			if (special == 0) {
				at += Long.BYTES;
				continue;
			}
			at += indexOfLowest(special);
			int next = skipThreeByteCharacters(bytes, at, to);
			if (next == at) {
				return at;
			}
			at = next;
		}
		while (at < to && plain(bytes[at]) == PLAIN) {
			at++;
		}
		return at;
	}

	/**
	 * Skips eight bytes at a time, as long as all of them are plain ASCII.
	 * @param from where at least eight bytes are left
	 * @param last where the last step may begin, except the first one
	 * @return the index of a byte that is not plain ASCII, or one after {@code last}
	 */
	static int skipAscii(byte[] bytes, int from, int last) {
		int near = Math.min(last, from + NEAR);
		long special = special((long) LONG.get(bytes, from));
		int at = from;
		while (special == 0) {
			at += Long.BYTES;
			if (at > near) {
				return skipFar(bytes, at, last);
			}
			special = special((long) LONG.get(bytes, at));
		}
		return at + indexOfLowest(special);
	}

	/** A loop that the compiler unrolls, which only pays off for a long text. */
	private static int skipFar(byte[] bytes, int from, int last) {
		int at = from;
		while (at <= last) {
			long special = special((long) LONG.get(bytes, at));
			if (special != 0) {
				return at + indexOfLowest(special);
			}
			at += Long.BYTES;
		}
		return at;
	}

	/**
	 * Sets the high bit of the lowest byte that is a quote, a backslash, a control
	 * character or not ASCII. Flipping the second lowest bit swaps the quote with the
	 * space, which puts the quote right above the control characters, so that one
	 * subtraction finds them all. A byte that is not ASCII keeps its high bit in at least
	 * one of the two subtractions. Borrows may set the bit in bytes above such a one too,
	 * so that only the lowest is reliable.
	 */
	private static long special(long word) {
		return (((word ^ TWOS) - LOWEST_PLAIN) | ((word ^ BACKSLASHES) - ONES)) & HIGH_BITS;
	}

	/** A shift, as a division would have to allow for negative numbers. */
	private static int indexOfLowest(long special) {
		return Long.numberOfTrailingZeros(special) >>> 3;
	}

	/**
	 * Chinese text is made of them.
	 */
	static int skipThreeByteCharacters(byte[] bytes, int from, int to) {
		int at = from;
		while (at <= to - Integer.BYTES && isThreeByteCharacter((int) INT.get(bytes, at))) {
			at += 3;
		}
		return at;
	}

	private static boolean isThreeByteCharacter(int bytes) {
		return (bytes & 0xC0C0F0) == 0x8080E0 && (byte) bytes != SURROGATE_LEAD;
	}

}
