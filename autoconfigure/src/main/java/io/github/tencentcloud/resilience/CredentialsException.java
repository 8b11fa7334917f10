package io.github.tencentcloud.resilience;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * There are no credentials where there should be some, so a request could not be signed
 * and was not sent. Raised by a credentials provider, which knows nothing about the call;
 * the caller gets another one that does, with the first one as its cause. Its code is
 * {@code ClientError.CredentialError}.
 *
 * @serial exclude
 */
public final class CredentialsException extends TencentCloudException {

	/** The built-in policy for it. */
	private static final String AUTH = "auth";

	/**
	 * Create the exception.
	 * @param message what is missing and what to do; no secret
	 */
	public CredentialsException(String message) {
		this(message, null);
	}

	/**
	 * Create the exception.
	 * @param message what is missing and what to do; no secret
	 * @param cause why, or {@code null}
	 */
	public CredentialsException(String message, @Nullable Throwable cause) {
		super(message, ofNoCall(message), cause);
	}

	/**
	 * Create the exception that a caller gets.
	 * @param failure how the call failed
	 * @param cause why, or {@code null}
	 */
	public CredentialsException(TencentCloudFailure failure, @Nullable Throwable cause) {
		super(failure, cause);
	}

	/**
	 * Turn an error of a credentials provider into this exception. Public only for the
	 * other packages of this library.
	 * @param error the error
	 * @return the error itself if it already is one of these
	 */
	public static CredentialsException of(Throwable error) {
		return (error instanceof CredentialsException known) ? known : new CredentialsException(
				"The credentials for a request to Tencent Cloud could not be resolved, so it was not sent", error);
	}

	private static TencentCloudFailure ofNoCall(String message) {
		return new TencentCloudFailure(ClientErrors.CREDENTIAL, message, null, TencentCloudCall.NONE,
				TencentCloudCall.NONE, TencentCloudCall.NONE, AUTH, Decision.FAIL, List.of(), Duration.ZERO);
	}

}
