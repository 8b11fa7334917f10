package io.github.tencentcloud.resilience.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a string, number or literal that lies completely in one piece of the
 * body. It accepts what {@link JsonScalar} accepts.
 */
final class WholeScalar {

	/**
	 * Greater than any index: the scalar does not end before the last bytes of the piece,
	 * or it is broken.
	 */
	static final int NONE = Integer.MAX_VALUE;

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int TRUE = littleEndian('t', 'r', 'u', 'e');

	private static final int NULL = littleEndian('n', 'u', 'l', 'l');

	private static final int FALSE_FROM_ITS_SECOND_BYTE = littleEndian('a', 'l', 's', 'e');

	private static final long ONES = 0x0101010101010101L;

	private static final long ZEROS = ONES * '0';

	private static final long HIGH_BITS = ONES * 0x80;

	private WholeScalar() {
	}

	/**
	 * The index after its last byte.
	 * @param at where it begins; at least 16 bytes are left
	 * @param last where a step of several bytes may still begin
	 * @param first its first byte
	 * @return the index, or {@link #NONE}
	 */
	static int end(byte[] bytes, int at, int last, byte first) {
		if (first == '"') {
			return stringEnd(bytes, at + 1, last);
		}
		if (first <= '9') {
			return (first >= '0') ? integerEnd(bytes, at, last, first) : numberEnd(bytes, at, last);
		}
		return literalEnd(bytes, at, first);
	}

	/** The index after the closing quote. */
	static int stringEnd(byte[] bytes, int from, int last) {
		int at = JsonString.skipAscii(bytes, from, last);
		return (bytes[at] == '"') ? at + 1 : textEnd(bytes, at, last);
	}

	private static int textEnd(byte[] bytes, int from, int last) {
		int at = from;
		int next = JsonString.skipThreeByteCharacters(bytes, at, last);
		while (next > at) {
			at = JsonString.skipAscii(bytes, next, last);
			if (bytes[at] == '"') {
				return at + 1;
			}
			next = JsonString.skipThreeByteCharacters(bytes, at, last);
		}
		return unusualStringEnd(bytes, at, last);
	}

	private static int unusualStringEnd(byte[] bytes, int from, int to) {
		int part = JsonString.PLAIN;
		int at = from;
		while (true) {
			if (part == JsonString.PLAIN) {
				at = JsonString.skipPlain(bytes, at, to);
			}
			if (at >= to || part == JsonString.BROKEN) {
				return NONE;
			}
			part = JsonString.next(part, bytes[at++]);
			if (part == JsonString.CLOSED) {
				return at;
			}
		}
	}

	/** The index after the last digit. */
	private static int integerEnd(byte[] bytes, int from, int last, byte first) {
		long word = (long) LONG.get(bytes, from) ^ ZEROS;
		long others = (word | word + (HIGH_BITS - ONES * 10)) & HIGH_BITS;
		int digits = Long.numberOfTrailingZeros(others) >>> 3;
		byte after = bytes[from + digits];
		boolean usual = digits < Long.BYTES && (first != '0' || digits == 1) && after != '.' && (after | ' ') != 'e';
		return usual ? from + digits : numberEnd(bytes, from, last);
	}

	private static int numberEnd(byte[] bytes, int from, int to) {
		int state = JsonNumber.first(bytes[from]);
		for (int at = from + 1; at < to && state != JsonNumber.NONE; at++) {
			int next = JsonNumber.next(state, bytes[at]);
			if (next == JsonNumber.NONE) {
				return JsonNumber.isComplete(state) ? at : NONE;
			}
			state = next;
		}
		return NONE;
	}

	private static int literalEnd(byte[] bytes, int from, byte first) {
		return switch (first) {
			case 't' -> ((int) INT.get(bytes, from) == TRUE) ? from + 4 : NONE;
			case 'n' -> ((int) INT.get(bytes, from) == NULL) ? from + 4 : NONE;
			case 'f' -> ((int) INT.get(bytes, from + 1) == FALSE_FROM_ITS_SECOND_BYTE) ? from + 5 : NONE;
			default -> NONE;
		};
	}

	private static int littleEndian(char first, char second, char third, char fourth) {
		return first | second << 8 | third << 16 | fourth << 24;
	}

}
