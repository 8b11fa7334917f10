package io.github.tencentcloud.resilience.client;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

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

	/**
	 * Binary data, or what is no JSON by its own right: passes, unless it is an error.
	 */
	OPAQUE;

	/** Names in lower case are found sooner. */
	private static final String TYPE = "content-type";

	private static final String ENCODING = "content-encoding";

	private static final String GZIP = "gzip";

	static ContentKind of(ClientResponse response) {
		if (hasNoContent(response.statusCode())) {
			// Whatever the headers promise: nothing comes, and that is no envelope.
			return TEXT;
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
	 * Whether the body is to be read: that of a 2xx, which should be an envelope, and of
	 * any other status if it says itself that it may be one.
	 */
	boolean isRead(HttpStatusCode status) {
		return status.is2xxSuccessful() || this == JSON || this == EVENTS;
	}

	/**
	 * Whether the body may be something that cannot be read here, so that it is not ours
	 * to break.
	 */
	boolean isDoubtful(ClientResponse response) {
		return this == OPAQUE || unknownEncoding(response) != null;
	}

	static boolean isGzip(ClientResponse response) {
		return GZIP.equals(encoding(response));
	}

	/** The encoding of a body, if it is none that can be decoded here. */
	static @Nullable String unknownEncoding(ClientResponse response) {
		String encoding = encoding(response);
		return (encoding == null || encoding.equals(GZIP) || hasNoContent(response.statusCode())) ? null : encoding;
	}

	/** In lower case, and without what changes nothing. */
	private static @Nullable String encoding(ClientResponse response) {
		List<String> values = response.headers().asHttpHeaders().get(ENCODING);
		if (values == null || values.isEmpty()) {
			return null;
		}
		if (values.size() == 1 && GZIP.equals(values.get(0))) {
			return GZIP;
		}
		String encodings = values.stream()
			.flatMap((value) -> Stream.of(value.split(",")))
			.map((encoding) -> encoding.trim().toLowerCase(Locale.ROOT))
			.filter((encoding) -> !encoding.isEmpty() && !encoding.equals("identity"))
			.collect(Collectors.joining(", "));
		return encodings.isEmpty() ? null : encodings.equals("x-gzip") ? GZIP : encodings;
	}

	private static boolean hasNoContent(HttpStatusCode status) {
		return status.value() == HttpStatus.NO_CONTENT.value() || status.value() == HttpStatus.RESET_CONTENT.value();
	}

}
