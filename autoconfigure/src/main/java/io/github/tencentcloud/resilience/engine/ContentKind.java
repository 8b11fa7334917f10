package io.github.tencentcloud.resilience.engine;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.StringUtils;

/**
 * What kind of body the headers announce.
 */
enum ContentKind {

	/** JSON: an envelope, or it should be one. */
	JSON,

	/**
	 * Text where JSON is expected, for example a gateway's error page, or no type at all.
	 * It may still be an envelope.
	 */
	TEXT,

	/** A stream of events: watched as it passes. */
	EVENTS,

	/**
	 * Binary data, or text that is not JSON by design: passes, unless it is an error.
	 */
	OPAQUE;

	private static final MimeType EVENT_STREAM = new MimeType("text", "event-stream");

	/** Lower-case names are found faster. */
	private static final String TYPE = "content-type";

	private static final String ENCODING = "content-encoding";

	private static final String GZIP = "gzip";

	static ContentKind of(ResponseHead head) {
		if (hasNoContent(head.status())) {
			// Whatever the headers promise, there is no body, and that is not an
			// envelope.
			return TEXT;
		}
		String value = head.header(TYPE);
		if (MimeTypeUtils.APPLICATION_JSON_VALUE.equals(value)) {
			return JSON;
		}
		if (!StringUtils.hasLength(value)) {
			return TEXT;
		}
		MimeType type;
		try {
			type = MimeTypeUtils.parseMimeType(value);
		}
		catch (InvalidMimeTypeException ex) {
			return TEXT;
		}
		String subtype = type.getSubtype();
		if (subtype.equals("json") || subtype.endsWith("+json")) {
			return JSON;
		}
		if (type.equalsTypeAndSubtype(EVENT_STREAM)) {
			return EVENTS;
		}
		if (subtype.equals("csv")) {
			return OPAQUE;
		}
		boolean text = type.getType().equals("text") || subtype.equals("xml") || subtype.endsWith("+xml")
				|| type.isWildcardType();
		return text ? TEXT : OPAQUE;
	}

	/** The same, where a parameter makes another type of a stream's. */
	static ContentKind exactly(ResponseHead head) {
		ContentKind kind = of(head);
		return (kind == EVENTS && !EVENT_STREAM.toString().equals(head.header(TYPE))) ? TEXT : kind;
	}

	/**
	 * Whether to read the body: that of a 2xx, which should be an envelope, and that of
	 * any other status if its type suggests one.
	 */
	boolean isRead(ResponseHead head) {
		return head.isSuccessful() || this == JSON || this == EVENTS;
	}

	/**
	 * Whether the body may be something that cannot be read here, and so must not be
	 * broken.
	 */
	boolean isDoubtful(ResponseHead head) {
		return this == OPAQUE || unknownEncoding(head) != null;
	}

	static boolean isGzip(ResponseHead head) {
		return GZIP.equals(encoding(head));
	}

	/** The encoding of a body, if it cannot be decoded here. */
	static @Nullable String unknownEncoding(ResponseHead head) {
		String encoding = encoding(head);
		return (encoding == null || encoding.equals(GZIP) || hasNoContent(head.status())) ? null : encoding;
	}

	/** In lower case, and without {@code identity}. */
	private static @Nullable String encoding(ResponseHead head) {
		List<String> values = head.headers(ENCODING);
		if (values.isEmpty()) {
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

	/** 204 No Content and 205 Reset Content. */
	private static boolean hasNoContent(int status) {
		return status == 204 || status == 205;
	}

}
