package io.github.tencentcloud.resilience.client;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * What the headers say about a body.
 */
enum ContentKind {

	/** JSON: an envelope, or it should be one. */
	JSON,

	/**
	 * Text where JSON should be, for example the page of a gateway, or no type at all. It
	 * may still be an envelope.
	 */
	TEXT,

	/** A stream of events: watched as it passes. */
	EVENTS,

	/** Binary data, or what is no JSON by its own right: passes unread. */
	OPAQUE;

	/** Names in lower case are found sooner. */
	private static final String TYPE = "content-type";

	private static final String ENCODING = "content-encoding";

	static ContentKind of(ClientResponse response) {
		if (hasNoContent(response.statusCode())) {
			// Whatever the headers promise: nothing comes, and that is no envelope.
			return TEXT;
		}
		if (!isReadable(response)) {
			return OPAQUE;
		}
		HttpHeaders headers = response.headers().asHttpHeaders();
		if (MediaType.APPLICATION_JSON_VALUE.equals(headers.getFirst(TYPE))) {
			return JSON;
		}
		MediaType type;
		try {
			type = headers.getContentType();
		}
		catch (InvalidMediaTypeException ex) {
			return TEXT;
		}
		if (type == null) {
			return TEXT;
		}
		String subtype = type.getSubtype();
		if (subtype.equals("json") || subtype.endsWith("+json")) {
			return JSON;
		}
		if (type.equalsTypeAndSubtype(MediaType.TEXT_EVENT_STREAM)) {
			return EVENTS;
		}
		if (subtype.equals("csv")) {
			return OPAQUE;
		}
		boolean text = type.getType().equals("text") || subtype.equals("xml") || subtype.endsWith("+xml")
				|| type.isWildcardType();
		return text ? TEXT : OPAQUE;
	}

	/**
	 * Whether the body is to be read: that of a 2xx, which should be an envelope, unless
	 * it is binary, and of any other status if it says itself that it may be one.
	 */
	boolean isRead(HttpStatusCode status) {
		return status.is2xxSuccessful() ? this != OPAQUE : this == JSON || this == EVENTS;
	}

	static boolean isGzip(ClientResponse response) {
		String encoding = response.headers().asHttpHeaders().getFirst(ENCODING);
		return encoding != null && (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip"));
	}

	private static boolean hasNoContent(HttpStatusCode status) {
		return status.value() == HttpStatus.NO_CONTENT.value() || status.value() == HttpStatus.RESET_CONTENT.value();
	}

	/**
	 * A body in an encoding that nobody here knows is not judged: it is not ours to
	 * break.
	 */
	private static boolean isReadable(ClientResponse response) {
		String encoding = response.headers().asHttpHeaders().getFirst(ENCODING);
		return encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity") || isGzip(response);
	}

}
