package io.github.tencentcloud.resilience;

/**
 * A throwable that knows why the call failed: an exception of this library, or what it
 * attaches to the exceptions of others.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public interface FailureSource {

	/**
	 * Why the call failed.
	 * @return the failure
	 */
	TencentCloudFailure getFailure();

}
