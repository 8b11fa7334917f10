package io.github.tencentcloud.resilience;

/**
 * A throwable that knows why the call failed. Implemented by the exceptions of this
 * library, and by what it attaches to those of others.
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
