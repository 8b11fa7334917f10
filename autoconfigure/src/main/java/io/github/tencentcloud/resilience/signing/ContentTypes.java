package io.github.tencentcloud.resilience.signing;

import java.util.Locale;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * Settles the content type of a request before it is signed: it is part of the signature,
 * and the server takes JSON and forms only.
 */
final class ContentTypes {

	private ContentTypes() {
	}

	/**
	 * The content type that will be sent.
	 * @param headers the request's headers, which are completed
	 * @param method the request's method
	 * @param chosen whether the caller chose the content type, and not an encoder
	 */
	static String settle(HttpHeaders headers, HttpMethod method, boolean chosen) {
		String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
		if (type == null) {
			return set(headers, HttpMethod.GET.equals(method) ? MediaType.APPLICATION_FORM_URLENCODED_VALUE
					: MediaType.APPLICATION_JSON_VALUE);
		}
		if (!chosen && type.startsWith(MediaType.TEXT_PLAIN_VALUE)) {
			// What the encoder for strings makes of bodyValue("{…}").
			return set(headers, MediaType.APPLICATION_JSON_VALUE);
		}
		String lowerCase = type.toLowerCase(Locale.ROOT);
		// Signed in lower case, and best sent so; the boundary is in the body as it is.
		return (type.equals(lowerCase) || lowerCase.contains("boundary=")) ? type : set(headers, lowerCase);
	}

	static boolean isChosen(HttpHeaders headers) {
		return headers.containsHeader(HttpHeaders.CONTENT_TYPE);
	}

	private static String set(HttpHeaders headers, String type) {
		headers.set(HttpHeaders.CONTENT_TYPE, type);
		return type;
	}

}
