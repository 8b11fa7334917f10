package io.github.tencentcloud.resilience;

/**
 * The call was not sent: pacing or a rate limit had no room for it before its deadline,
 * or too many calls were waiting already. Nothing was executed. Its code is
 * {@code ClientError.Throttled}.
 *
 * @serial exclude
 */
public final class ThrottledException extends TencentCloudException {

	/**
	 * Create the exception.
	 * @param failure how the call failed
	 */
	public ThrottledException(TencentCloudFailure failure) {
		super(failure);
	}

}
