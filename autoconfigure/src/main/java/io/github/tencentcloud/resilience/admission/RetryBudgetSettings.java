package io.github.tencentcloud.resilience.admission;

/**
 * Settings of the retry budget of a product. The defaults are those of the AWS SDKs.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param enabled whether retries are paid for at all
 * @param capacity how many tokens there are at most, and at the beginning
 * @param retryCost what a retry takes
 * @param throttledCost what a retry of a throttled attempt takes; nothing where such
 * retries are paced, since then they add no load
 * @param successRefund what comes in with each attempt that finds the service well
 */
public record RetryBudgetSettings(boolean enabled, int capacity, int retryCost, int throttledCost, int successRefund) {

	/** What is in force where nobody wrote anything. */
	public static final RetryBudgetSettings DEFAULTS = new RetryBudgetSettings(true, 500, 5, 0, 1);

}
