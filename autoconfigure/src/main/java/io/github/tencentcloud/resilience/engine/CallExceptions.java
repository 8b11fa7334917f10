package io.github.tencentcloud.resilience.engine;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.Causes;
import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.CredentialsException;
import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.LibraryFaultException;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.ThrottledException;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * Turns the answer of the last attempt into the exception that the caller gets, with the
 * history of the call attached.
 */
final class CallExceptions {

	private CallExceptions() {
	}

	/** The exception for an answer that is not handed on as a response. */
	static Throwable ofCall(Answer answer, TencentCloudFailure failure) {
		Throwable error = ofAttempt(answer, failure);
		failure.attachTo(error);
		return error;
	}

	/**
	 * The exception of an attempt. One that is not ours gets the failure attached once
	 * the call is over, since only one can be attached.
	 */
	static Throwable ofAttempt(Answer answer, TencentCloudFailure failure) {
		Throwable error = answer.error();
		return switch (answer.code()) {
			case ClientErrors.PARSE_JSON -> new EnvelopeException(failure);
			case ClientErrors.CALL_TIMEOUT -> new CallTimeoutException(failure);
			case ClientErrors.THROTTLED -> new ThrottledException(failure);
			case ClientErrors.CREDENTIAL -> new CredentialsException(failure, ofProvider(error));
			default -> (error instanceof LibraryFault fault) ? new LibraryFaultException(failure, fault)
					: (error != null) ? error : new TencentCloudApiException(failure, answer.statusCode());
		};
	}

	/**
	 * The provider's own exception, or whatever the HTTP client made of it if it is not
	 * among the causes.
	 */
	private static @Nullable Throwable ofProvider(@Nullable Throwable error) {
		for (Throwable cause : Causes.of(error)) {
			if (cause instanceof CredentialsException) {
				return cause;
			}
		}
		return error;
	}

}
