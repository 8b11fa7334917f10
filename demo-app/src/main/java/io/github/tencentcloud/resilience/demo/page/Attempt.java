package io.github.tencentcloud.resilience.demo.page;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP request of a call.
 *
 * @param code {@code OK} or the code of the error
 * @param status the HTTP status, 0 if there was no answer
 * @param waitedMillis how long the call waited before it
 * @param tookMillis how long it took
 * @param requestId the RequestId of its answer, or {@code null}
 */
record Attempt(String code, int status, long waitedMillis, long tookMillis, @Nullable String requestId) {

	/** Whether whoever looks at the status alone takes it for a success. */
	boolean isFineByStatus() {
		return this.status >= 200 && this.status < 400;
	}

	/** Whether it is a success. */
	boolean isFineByBody() {
		return this.code.equals("OK");
	}

}
