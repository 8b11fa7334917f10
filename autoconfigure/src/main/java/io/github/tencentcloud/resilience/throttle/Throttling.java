package io.github.tencentcloud.resilience.throttle;

/**
 * What keeps calls from doing harm.
 *
 * @param gate what an attempt passes before it is sent
 * @param budgets what retries are paid from
 * @param bulkheads where attempts have their places
 */
public record Throttling(Gate gate, RetryBudgets budgets, Bulkheads bulkheads) {

	/**
	 * Hold nothing back.
	 * @return an open gate, free retries and no bulkheads
	 */
	public static Throttling none() {
		return new Throttling(Gate.OPEN, RetryBudgets.none(), Bulkheads.none());
	}

}
