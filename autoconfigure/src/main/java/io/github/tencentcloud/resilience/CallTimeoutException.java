package io.github.tencentcloud.resilience;

/**
 * The deadline of a call passed before any attempt had come to an end. Its code is
 * {@code ClientError.CallTimeout}.
 *
 * @serial exclude
 */
public final class CallTimeoutException extends TencentCloudException {

	/**
	 * Create the exception.
	 * @param failure how the call failed
	 */
	public CallTimeoutException(TencentCloudFailure failure) {
		super(failure);
	}

}
