package io.github.tencentcloud.resilience;

/**
 * An answer of status 2xx that is no envelope: HTML, empty, truncated, or JSON of another
 * shape. Says what is wrong with it, and never quotes it. Its code is
 * {@code ClientError.ParseJsonError}, and its RequestId that of the header
 * {@code X-TC-RequestId}.
 *
 * @serial exclude
 */
public final class EnvelopeException extends TencentCloudException {

	/**
	 * Create the exception.
	 * @param failure what became of the call
	 */
	public EnvelopeException(TencentCloudFailure failure) {
		super(failure);
	}

}
