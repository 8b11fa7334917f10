package io.github.tencentcloud.resilience.throttle;

/**
 * What keeps calls from doing harm.
 *
 * @param gate what an attempt passes before it is sent
 * @param budgets what retries are paid from
 * @param bulkheads where attempts have their places
 */
public record Throttling(Gate gate, RetryBudgets budgets, Bulkheads bulkheads) {

	/** Holds nothing back. */
	public static final Throttling NONE = new Throttling(Gate.OPEN, RetryBudgets.NONE, Bulkheads.NONE);

}
