package io.github.tencentcloud.resilience.client;

import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.EnvelopeException;
import io.github.tencentcloud.resilience.LibraryFaultException;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.ThrottledException;

/**
 * Turns the answer of the last attempt into what the caller gets, with the history of the
 * call attached.
 */
final class CallErrors {

	private CallErrors() {
	}

	/** The exception for an answer that is not handed on as a response. */
	static Throwable exception(Answer answer, TencentCloudFailure failure) {
		Throwable error = ofAttempt(answer, failure);
		failure.attachTo(error);
		return error;
	}

	/**
	 * The exception of an attempt. Where it is not ours, it gets its report once the call
	 * is over: it can be given only one.
	 */
	static Throwable ofAttempt(Answer answer, TencentCloudFailure failure) {
		Throwable error = answer.error();
		if (error != null) {
			if (answer.code().equals(ClientErrors.CALL_TIMEOUT)) {
				return new CallTimeoutException(failure);
			}
			if (answer.code().equals(ClientErrors.THROTTLED)) {
				return new ThrottledException(failure);
			}
			return (error instanceof LibraryFault fault) ? new LibraryFaultException(failure, fault) : error;
		}
		if (answer.code().equals(ClientErrors.PARSE_JSON)) {
			return new EnvelopeException(failure);
		}
		return new TencentCloudApiException(failure, answer.statusCode());
	}

}
