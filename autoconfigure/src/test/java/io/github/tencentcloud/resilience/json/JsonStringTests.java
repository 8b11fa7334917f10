package io.github.tencentcloud.resilience.json;

import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The steps of several bytes stop where the grammar, which knows one byte, has to look.
 */
class JsonStringTests {

	private static final int LENGTH = 24;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 6, 7, 8, 14, 15 })
	void asciiEndsAtTheFirstByteThatIsSpecial(int at) {
		byte[] bytes = new byte[LENGTH];
		for (int pair = 0; pair < 1 << 16; pair++) {
			Arrays.fill(bytes, (byte) 'a');
			bytes[at] = (byte) pair;
			bytes[at + 1] = (byte) (pair >> 8);
			int expected = isAscii(bytes[at]) ? at + 1 : at;
			expected = (expected == at || !isAscii(bytes[expected])) ? expected : LENGTH;
			int end = JsonString.skipAscii(bytes, 0, LENGTH - Long.BYTES);
			if (end != expected) {
				throw new AssertionError("%d instead of %d: %s".formatted(end, expected, Arrays.toString(bytes)));
			}
		}
	}

	private static boolean isAscii(byte b) {
		return b >= 0 && JsonString.next(JsonString.PLAIN, b) == JsonString.PLAIN;
	}

	/** Each three bytes of the neighbourhood of such characters. */
	@ParameterizedTest
	@ValueSource(ints = { 0xDF, 0xE0, 0xE4, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 'a' })
	void threeByteCharactersAreWhole(int first) {
		byte[] bytes = new byte[4];
		bytes[0] = (byte) first;
		for (int pair = 0; pair < 1 << 16; pair++) {
			bytes[1] = (byte) pair;
			bytes[2] = (byte) (pair >> 8);
			boolean skipped = JsonString.skipThreeByteCharacters(bytes, 0, bytes.length) == 3;
			// The grammar judges what begins like a surrogate.
			boolean expected = (first & 0xF0) == 0xE0 && first != 0xED && isWhole(bytes);
			if (skipped != expected) {
				throw new AssertionError("%s of %s".formatted(skipped, Arrays.toString(bytes)));
			}
		}
	}

	private static boolean isWhole(byte[] bytes) {
		int state = JsonString.PLAIN;
		for (int i = 0; i < 3 && state != JsonString.BROKEN; i++) {
			state = JsonString.next(state, bytes[i]);
		}
		return state == JsonString.PLAIN;
	}

}
