package io.github.tencentcloud.resilience.admission;

/**
 * Settings of the retry budget of a product. The defaults are those of the AWS SDKs.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param enabled whether retries have to be paid for at all
 * @param capacity the maximum number of tokens, and the initial one
 * @param retryCost the price of a retry
 * @param throttledCost the price of retrying a throttled attempt; 0 where such retries
 * are paced, since then they add no load
 * @param successRefund what each attempt that finds the service healthy adds
 */
public record RetryBudgetSettings(boolean enabled, int capacity, int retryCost, int throttledCost, int successRefund) {

	/** What applies where nothing is configured. */
	public static final RetryBudgetSettings DEFAULTS = new RetryBudgetSettings(true, 500, 5, 0, 1);

}
