package io.github.tencentcloud.resilience.client;

/**
 * A throwable that knows why the call failed.
 */
interface FailureSource {

	/**
	 * Why the call failed.
	 * @return the failure
	 */
	TencentCloudFailure getFailure();

}
