package io.github.tencentcloud.resilience.telemetry;

import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * Records what happens to calls. Implementations must not throw and must not block.
 */
public interface CallMeters {

	/** Measures nothing. */
	CallMeters NOOP = new CallMeters() {
	};

	/**
	 * An HTTP attempt has ended.
	 * @param call the call
	 * @param code the code of the answer, {@code OK} for a success
	 * @param policy the name of the policy, {@code none} for a success
	 * @param decision the decision of the policy, {@code none} for a success
	 * @param nanos how long it took
	 */
	default void attempt(TencentCloudCall call, String code, String policy, String decision, long nanos) {
	}

	/**
	 * A call has ended, including all its attempts and waits.
	 * @param call the call
	 * @param code the code that the caller gets, {@code OK} for a success
	 * @param policy the name of the policy, {@code none} for a success
	 * @param outcome how it ended
	 * @param nanos how long it took
	 */
	default void call(TencentCloudCall call, String code, String policy, CallOutcome outcome, long nanos) {
	}

	/**
	 * The call has ended, so the result of each wish to retry is known.
	 * @param call the call
	 * @param code the code that asked for the retry
	 * @param result its result
	 */
	default void retry(TencentCloudCall call, String code, RetryResult result) {
	}

	/**
	 * A wait between two attempts begins.
	 * @param call the call
	 * @param code the code that asked for the retry
	 * @param nanos how long the wait is
	 */
	default void retryDelay(TencentCloudCall call, String code, long nanos) {
	}

	/**
	 * A wait before the first attempt is over.
	 * @param call the call
	 * @param nanos how long it was
	 */
	default void pacing(TencentCloudCall call, long nanos) {
	}

	/**
	 * A product now has a budget for its retries. Called once per product.
	 * @param product the product
	 * @param tokens returns how many tokens are left
	 */
	default void retryBudget(String product, IntSupplier tokens) {
	}

	/**
	 * Requests to a product are signed from now on.
	 * @param product the product
	 * @param seconds returns how far the application's clock is behind the server's;
	 * called on each reading
	 */
	default void clockOffset(String product, DoubleSupplier seconds) {
	}

	/**
	 * Items inside a success have been counted.
	 * @param call the call
	 * @param code the code they share, {@code OK} for those that succeeded
	 * @param count how many there are
	 */
	default void items(TencentCloudCall call, String code, int count) {
	}

}
