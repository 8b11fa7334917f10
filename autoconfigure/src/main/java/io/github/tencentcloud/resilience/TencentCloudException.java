package io.github.tencentcloud.resilience;

import org.jspecify.annotations.Nullable;

/**
 * A call to Tencent Cloud failed for a reason that the HTTP client does not know. Raised
 * after the last attempt, and the same whichever client made the call. A broken
 * connection remains an exception of the client.
 *
 * @see TencentCloudFailure#of(Throwable)
 * @serial exclude
 */
public abstract class TencentCloudException extends RuntimeException implements FailureSource {

	private final TencentCloudFailure failure;

	TencentCloudException(TencentCloudFailure failure) {
		this(failure, null);
	}

	TencentCloudException(TencentCloudFailure failure, @Nullable Throwable cause) {
		this(failure.text(), failure, cause);
	}

	TencentCloudException(String message, TencentCloudFailure failure, @Nullable Throwable cause) {
		super(message, cause);
		this.failure = failure;
	}

	/**
	 * The code of the failure, as the meters have it.
	 * @return for example {@code AuthFailure.SignatureFailure}, at most 200 characters
	 */
	public String getCode() {
		return this.failure.code();
	}

	/**
	 * The RequestId, which Tencent Cloud's support asks for.
	 * @return the RequestId of the last answer, or {@code null} if it had none
	 */
	public @Nullable String getRequestId() {
		return this.failure.requestId();
	}

	/**
	 * Everything known about the failure, including the code of each attempt.
	 * @return the failure
	 */
	@Override
	public TencentCloudFailure getFailure() {
		return this.failure;
	}

}
