package io.github.tencentcloud.resilience;

/**
 * An answer with status 2xx that is not an envelope: HTML, empty, truncated, or JSON of
 * another shape. Says what is wrong with it, and never quotes it. Its code is
 * {@code ClientError.ParseJsonError}, and its RequestId that of the header
 * {@code X-TC-RequestId}.
 *
 * @serial exclude
 */
public final class EnvelopeException extends TencentCloudException {

	/**
	 * Create the exception.
	 * @param failure how the call failed
	 */
	public EnvelopeException(TencentCloudFailure failure) {
		super(failure);
	}

}
