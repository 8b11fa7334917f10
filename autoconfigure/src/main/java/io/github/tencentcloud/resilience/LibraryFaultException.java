package io.github.tencentcloud.resilience;

/**
 * This library itself failed while it inspected an answer, which could not be passed on
 * as it came. Says where in the code that was; please report it. Its code is
 * {@code ClientError.LibraryError}.
 *
 * @serial exclude
 */
public final class LibraryFaultException extends TencentCloudException {

	/**
	 * Create the exception.
	 * @param failure how the call failed
	 * @param cause what was thrown
	 */
	public LibraryFaultException(TencentCloudFailure failure, Throwable cause) {
		super(failure, cause);
	}

}
