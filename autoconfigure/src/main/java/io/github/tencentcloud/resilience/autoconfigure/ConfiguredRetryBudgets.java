package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.throttle.RetryBudgetSettings;

/**
 * The settings of retry budgets as configured: those of the product over those of all
 * products over the defaults.
 */
final class ConfiguredRetryBudgets implements Function<String, RetryBudgetSettings> {

	private final RetryBudgetSettings global;

	private final Map<String, RetryBudgetSettings> products = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	ConfiguredRetryBudgets(TencentCloudResilienceProperties properties) {
		RetryBudgetProperties global = properties.retryBudget().over(RetryBudgetProperties.DEFAULTS);
		this.global = settings(global);
		properties.products().forEach((name, product) -> {
			if (product.retryBudget() != null) {
				this.products.put(name, settings(product.retryBudget().over(global)));
			}
		});
	}

	@Override
	public RetryBudgetSettings apply(String product) {
		return this.products.getOrDefault(product, this.global);
	}

	private static RetryBudgetSettings settings(RetryBudgetProperties properties) {
		RetryBudgetSettings defaults = RetryBudgetSettings.DEFAULTS;
		int retryCost = or(properties.retryCost(), defaults.retryCost());
		return new RetryBudgetSettings(or(properties.enabled(), defaults.enabled()),
				or(properties.capacity(), defaults.capacity()), retryCost, retryCost,
				or(properties.successRefund(), defaults.successRefund()));
	}

	private static <T> T or(@Nullable T value, T fallback) {
		return (value != null) ? value : fallback;
	}

}
