package io.github.tencentcloud.resilience.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a response says before its body, whatever client it came through. The case of a
 * header's name does not matter; in lower case it may be found sooner.
 */
public interface ResponseHead {

	/**
	 * The status, which may be one that HTTP does not have.
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
	 * The RequestId that gateways pass on beside the body, or {@code null}.
	 * @return the RequestId, or {@code null}
	 */
	default @Nullable String requestId() {
		return header("x-tc-requestid");
	}

	/**
	 * Whether the status says that all went well.
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
