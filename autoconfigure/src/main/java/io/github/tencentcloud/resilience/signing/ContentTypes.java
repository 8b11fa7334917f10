package io.github.tencentcloud.resilience.signing;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Settles the content type of a request before it is signed: it is part of the signature,
 * and the server accepts only JSON and forms.
 */
final class ContentTypes {

	private static final String JSON = "application/json";

	private static final String FORM = "application/x-www-form-urlencoded";

	private ContentTypes() {
	}

	/**
	 * The content type that will be sent.
	 * @param type the one that the request has so far
	 * @param get whether the method is GET
	 * @param chosen whether the caller chose it, rather than an encoder
	 */
	static String settle(@Nullable String type, boolean get, boolean chosen) {
		if (type == null) {
			return get ? FORM : JSON;
		}
		if (!chosen && type.startsWith("text/plain")) {
			// What the encoder for strings makes of bodyValue("{…}").
			return JSON;
		}
		String lowerCase = type.toLowerCase(Locale.ROOT);
		// Signed in lower case, and best sent so; the boundary is in the body as it is.
		return lowerCase.contains("boundary=") ? type : lowerCase;
	}

}
