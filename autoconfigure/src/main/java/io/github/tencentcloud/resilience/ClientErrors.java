package io.github.tencentcloud.resilience;

/**
 * Codes for failures that never reached an envelope, and for decisions of this library
 * itself. The first three names are those of the vendor's own SDKs and Terraform
 * provider, with a detail after the last dot.
 */
public final class ClientErrors {

	/** The code of a success. */
	public static final String OK = "OK";

	/** Prefix of all codes that do not come from the server. */
	public static final String PREFIX = "ClientError.";

	/** No answer: the connection could not be made, broke, or stayed silent. */
	public static final String NETWORK_ERROR = PREFIX + "NetworkError";

	/** An answer without an envelope whose status is not 2xx. */
	public static final String HTTP_STATUS = PREFIX + "HttpStatusCodeError";

	/** An answer with status 2xx that is not an envelope. */
	public static final String PARSE_JSON = PREFIX + "ParseJsonError";

	/** The circuit breaker did not let the call through. */
	public static final String CIRCUIT_BREAKER_OPEN = PREFIX + "CircuitBreakerOpen";

	/** The call's deadline passed. */
	public static final String CALL_TIMEOUT = PREFIX + "CallTimeout";

	/** Pacing or a rate limit on this side had no room for the call. */
	public static final String THROTTLED = PREFIX + "Throttled";

	/** The bulkhead of the product was full. */
	public static final String BULKHEAD_FULL = THROTTLED + ".BulkheadFull";

	/** The caller gave up. */
	public static final String CANCELLED = PREFIX + "Cancelled";

	/** The envelope holds no error, but some of its items failed. */
	public static final String ITEMS_FAILED = PREFIX + "ItemsFailed";

	/** A stream of events broke off before its end. */
	public static final String STREAM_TRUNCATED = PREFIX + "StreamTruncated";

	/** The request cannot be sent as it is, or the application's own filter failed. */
	public static final String REQUEST = PREFIX + "RequestError";

	/** This library itself failed while it inspected an answer. */
	public static final String LIBRARY = PREFIX + "LibraryError";

	/** No credentials could be obtained, so the request was not sent. */
	public static final String CREDENTIAL = PREFIX + "CredentialError";

	private static final String SERVER = "Server.";

	private ClientErrors() {
	}

	/**
	 * The code of an answer. A server code that looks like one of ours could be mistaken
	 * for it, in the worst case a failure for a success, so it gets a prefix.
	 * @param code the code as the server wrote it
	 * @return the same, or for example {@code Server.OK}
	 */
	public static String ofServer(String code) {
		boolean ours = code.equalsIgnoreCase(OK) || code.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
		return ours ? SERVER + code : code;
	}

}
