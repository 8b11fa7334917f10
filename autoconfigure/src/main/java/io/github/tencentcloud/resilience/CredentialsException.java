package io.github.tencentcloud.resilience;

import org.jspecify.annotations.Nullable;

/**
 * There are no credentials where there should be some, so that a request could not be
 * signed and was not sent.
 */
public final class CredentialsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param message what is missing and what to do; no secret
	 */
	public CredentialsException(String message) {
		super(message);
	}

	/**
	 * Create the exception.
	 * @param message what is missing and what to do; no secret
	 * @param cause why, or {@code null}
	 */
	public CredentialsException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * What becomes of an error of whoever gives the credentials. Public only for the
	 * other packages of this library.
	 * @param error the error
	 * @return the error itself if it already is one of these
	 */
	public static CredentialsException of(Throwable error) {
		return (error instanceof CredentialsException known) ? known : new CredentialsException(
				"The credentials for a request to Tencent Cloud could not be resolved, so it was not sent", error);
	}

}
