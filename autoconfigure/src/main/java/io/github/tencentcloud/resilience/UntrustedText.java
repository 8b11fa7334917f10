package io.github.tencentcloud.resilience;

import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside, from a server or a request, fit for logs, exceptions and tags:
 * on one line, of bounded length, and without anything that moves the cursor, reverses
 * the reading direction or cannot be encoded. Text that is already clean is returned as
 * it is, without a copy.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class UntrustedText {

	/** The longest code of the vendor has 83 characters, a RequestId 36. */
	public static final int MAX_NAME = 200;

	private static final int MAX_MESSAGE = 2000;

	private static final char UNKNOWN = '?';

	private static final String CUT = "…";

	private UntrustedText() {
	}

	/**
	 * A code, an id or another name. What does not belong in one becomes a question mark,
	 * so that two different names hardly ever become the same.
	 * @param name the name as received
	 * @return the name, at most {@link #MAX_NAME} characters
	 */
	public static String name(String name) {
		String bounded = shorten(name, MAX_NAME);
		return isClean(bounded) ? bounded : clean(bounded, UNKNOWN);
	}

	/**
	 * A name that may be missing.
	 * @param name the name as received, or {@code null}
	 * @return the name as {@link #name} makes it, or {@code null}
	 */
	public static @Nullable String nameIfAny(@Nullable String name) {
		return (name != null) ? name(name) : null;
	}

	/**
	 * A text for people to read. Line breaks and the like become a blank.
	 * @param message the message as received
	 * @return the message on one line, at most 2,000 characters
	 */
	public static String message(String message) {
		String bounded = shorten(message, MAX_MESSAGE);
		return isClean(bounded) ? bounded : clean(bounded, ' ');
	}

	/**
	 * Shorten a text that is too long.
	 * @param text the text
	 * @param max the maximum number of characters
	 * @return the text, or as much of it as fits, with an ellipsis at its end
	 */
	public static String shorten(String text, int max) {
		if (text.length() <= max) {
			return text;
		}
		int end = max - CUT.length();
		return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
	}

	/**
	 * Whether a text can be shown as it is.
	 * @param text the text
	 * @return {@code false} if it contains a control, format or separator character, or
	 * half of a surrogate pair
	 */
	public static boolean isClean(String text) {
		int i = 0;
		while (i < text.length()) {
			int c = text.codePointAt(i);
			if (!isClean(c)) {
				return false;
			}
			i += Character.charCount(c);
		}
		return true;
	}

	private static boolean isClean(int c) {
		if (c >= ' ' && c <= '~') {
			return true;
		}
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				false;
			default -> true;
		};
	}

	/** A line break is often two characters; one blank stands for any number of them. */
	private static String clean(String text, char replacement) {
		StringBuilder clean = new StringBuilder(text.length());
		boolean blank = false;
		int i = 0;
		while (i < text.length()) {
			int c = text.codePointAt(i);
			i += Character.charCount(c);
			char instead = isSurrogate(c) ? UNKNOWN : replacement;
			if (isClean(c)) {
				clean.appendCodePoint(c);
			}
			else if (instead != ' ' || !blank) {
				clean.append(instead);
			}
			blank = !isClean(c) && instead == ' ';
		}
		return clean.toString();
	}

	private static boolean isSurrogate(int c) {
		return Character.getType(c) == Character.SURROGATE;
	}

}
