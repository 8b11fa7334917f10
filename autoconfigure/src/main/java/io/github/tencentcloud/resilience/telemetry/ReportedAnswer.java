package io.github.tencentcloud.resilience.telemetry;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Decision;

/**
 * How an attempt or a call ended, as reported to telemetry.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public interface ReportedAnswer {

	/**
	 * What went wrong.
	 * @return the code, {@code OK} for a success
	 */
	String code();

	/**
	 * What the server or the transport said.
	 * @return the message, which may be empty
	 */
	String message();

	/**
	 * The identifier that the server gave it.
	 * @return the RequestId, or {@code null} if there was none
	 */
	@Nullable String requestId();

	/**
	 * The HTTP status.
	 * @return the status, 0 if there was no answer
	 */
	int status();

	/**
	 * The policy in force for the code.
	 * @return its name; meaningless for a success
	 */
	String policy();

	/**
	 * The decision of that policy.
	 * @return the decision; meaningless for a success
	 */
	Decision decision();

	/**
	 * The exception that ended it, if there was one.
	 * @return the exception, or {@code null}
	 */
	@Nullable Throwable error();

}
