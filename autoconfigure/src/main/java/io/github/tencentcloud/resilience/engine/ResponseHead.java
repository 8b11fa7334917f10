package io.github.tencentcloud.resilience.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A response without its body, whatever client received it. Header names are not
 * case-sensitive; in lower case they may be found faster.
 */
public interface ResponseHead {

	/**
	 * The status code, which need not be one that HTTP defines.
	 * @return the status
	 */
	int status();

	/**
	 * All values of a header, empty if it is not there.
	 * @param name the name
	 * @return the values
	 */
	List<String> headers(String name);

	/**
	 * The first value of a header, or {@code null} if it is not there.
	 * @param name the name
	 * @return the value, or {@code null}
	 */
	default @Nullable String header(String name) {
		List<String> values = headers(name);
		return values.isEmpty() ? null : values.get(0);
	}

	/**
	 * The RequestId that gateways pass on in a header, or {@code null}.
	 * @return the RequestId, or {@code null}
	 */
	default @Nullable String requestId() {
		return header("x-tc-requestid");
	}

	/**
	 * How long the body is said to be. Beside a {@code Transfer-Encoding}, its length
	 * says nothing (RFC 9112, section 6.3).
	 * @return the number of bytes as they are sent, or -1 if it does not say
	 */
	default long contentLength() {
		String length = header("content-length");
		if (length != null && header("transfer-encoding") != null) {
			return -1;
		}
		try {
			return (length != null) ? Long.parseLong(length.trim()) : -1;
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	/**
	 * Whether the status says that the request succeeded.
	 * @return {@code true} for 2xx
	 */
	default boolean isSuccessful() {
		return status() >= 200 && status() < 300;
	}

	/**
	 * Whether the status alone says that something went wrong.
	 * @return {@code true} for 4xx and 5xx
	 */
	default boolean isError() {
		return status() >= 400 && status() < 600;
	}

}
