package io.github.tencentcloud.resilience.json;

/**
 * The grammar of a JSON number as a state machine that can pause and resume at any byte.
 */
final class JsonNumber {

	/** The byte is no longer part of the number. */
	static final int NONE = 0;

	private static final int MINUS = 1;

	private static final int ZERO = 2;

	private static final int INTEGER = 3;

	private static final int POINT = 4;

	private static final int FRACTION = 5;

	private static final int EXPONENT_MARK = 6;

	private static final int EXPONENT_SIGN = 7;

	private static final int EXPONENT = 8;

	private JsonNumber() {
	}

	/**
	 * The state after the first byte.
	 * @return {@link #NONE} if no number begins with it
	 */
	static int first(byte b) {
		return (b == '-') ? MINUS : integer(b);
	}

	/**
	 * The state after one more byte.
	 */
	static int next(int state, byte b) {
		return switch (state) {
			case MINUS -> integer(b);
			case ZERO -> fractionOrExponent(b);
			case INTEGER -> isDigit(b) ? INTEGER : fractionOrExponent(b);
			case POINT -> isDigit(b) ? FRACTION : NONE;
			case FRACTION -> isDigit(b) ? FRACTION : exponent(b);
			case EXPONENT_MARK -> (b == '+' || b == '-') ? EXPONENT_SIGN : exponentDigit(b);
			default -> exponentDigit(b);
		};
	}

	/**
	 * Whether the number may end in this state.
	 */
	static boolean isComplete(int state) {
		return state == ZERO || state == INTEGER || state == FRACTION || state == EXPONENT;
	}

	private static int integer(byte b) {
		if (b == '0') {
			return ZERO;
		}
		return isDigit(b) ? INTEGER : NONE;
	}

	private static int fractionOrExponent(byte b) {
		return (b == '.') ? POINT : exponent(b);
	}

	private static int exponent(byte b) {
		return (b == 'e' || b == 'E') ? EXPONENT_MARK : NONE;
	}

	private static int exponentDigit(byte b) {
		return isDigit(b) ? EXPONENT : NONE;
	}

	private static boolean isDigit(byte b) {
		return b >= '0' && b <= '9';
	}

}
