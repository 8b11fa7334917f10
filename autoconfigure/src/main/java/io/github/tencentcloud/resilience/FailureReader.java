package io.github.tencentcloud.resilience;

import org.jspecify.annotations.Nullable;

/**
 * Finds the failure of a call in an exception of an HTTP client. Whoever lets the calls
 * of a client in provides one as a service of {@link java.util.ServiceLoader}; one whose
 * client is not on the class path fails to load, and is left out.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public interface FailureReader {

	/**
	 * Look at one exception, and not at its causes.
	 * @param throwable the exception
	 * @return the failure, or {@code null} if it does not have one
	 */
	@Nullable TencentCloudFailure read(Throwable throwable);

}
