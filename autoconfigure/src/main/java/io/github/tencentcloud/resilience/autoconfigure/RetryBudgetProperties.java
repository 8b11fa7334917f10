package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.RetryBudgetSettings;

/**
 * Properties of the budget that retries are paid from. Those of a product override those
 * of all products field by field, and these override the defaults.
 *
 * @param enabled Whether retries are paid for from a budget.
 * @param capacity Most tokens of a product, and how many it starts with.
 * @param retryCost Tokens that a retry takes.
 * @param successRefund Tokens that each success adds.
 */
record RetryBudgetProperties(@Nullable Boolean enabled, @Nullable Integer capacity, @Nullable Integer retryCost,
		@Nullable Integer successRefund) {

	static final RetryBudgetProperties DEFAULTS = new RetryBudgetProperties(RetryBudgetSettings.DEFAULTS.enabled(),
			RetryBudgetSettings.DEFAULTS.capacity(), RetryBudgetSettings.DEFAULTS.retryCost(),
			RetryBudgetSettings.DEFAULTS.successRefund());

	/** Override others with these properties, field by field. */
	RetryBudgetProperties over(RetryBudgetProperties base) {
		return new RetryBudgetProperties(or(this.enabled, base.enabled), or(this.capacity, base.capacity),
				or(this.retryCost, base.retryCost), or(this.successRefund, base.successRefund));
	}

	private static <T> @Nullable T or(@Nullable T value, @Nullable T fallback) {
		return (value != null) ? value : fallback;
	}

}
