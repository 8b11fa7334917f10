package io.github.tencentcloud.resilience;

import org.jspecify.annotations.Nullable;

/**
 * Finds the failure of a call in an exception of an HTTP client. Each door provides one
 * as a service for {@link java.util.ServiceLoader}; a reader whose client is not on the
 * class path fails to load, and is left out.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public interface FailureReader {

	/**
	 * Inspect one exception, but not its causes.
	 * @param throwable the exception
	 * @return the failure, or {@code null} if it does not have one
	 */
	@Nullable TencentCloudFailure read(Throwable throwable);

}
