package io.github.tencentcloud.resilience.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a response says before its body, whatever client it came through. The case of a
 * header's name does not matter; in lower case it may be found sooner.
 */
public interface ResponseHead {

	/** The status, which may be one that HTTP does not have. */
	int status();

	/** All values of a header, empty if it is not there. */
	List<String> headers(String name);

	/** The first value of a header, or {@code null} if it is not there. */
	default @Nullable String header(String name) {
		List<String> values = headers(name);
		return values.isEmpty() ? null : values.get(0);
	}

	/** The RequestId that gateways pass on beside the body, or {@code null}. */
	default @Nullable String requestId() {
		return header("x-tc-requestid");
	}

	default boolean isSuccessful() {
		return status() >= 200 && status() < 300;
	}

	/** Whether the status alone says that something went wrong. */
	default boolean isError() {
		return status() >= 400 && status() < 600;
	}

}
