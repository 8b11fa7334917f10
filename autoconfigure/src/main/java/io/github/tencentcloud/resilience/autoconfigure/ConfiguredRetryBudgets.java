package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.PacingSettings;
import io.github.tencentcloud.resilience.admission.RetryBudgetSettings;

/**
 * The settings of retry budgets as configured: those of the product over those of all
 * products over the defaults.
 */
final class ConfiguredRetryBudgets implements Function<String, RetryBudgetSettings> {

	private final Function<String, PacingSettings> pacing;

	private final RetryBudgetProperties global;

	private final Map<String, RetryBudgetProperties> products = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	ConfiguredRetryBudgets(TencentCloudResilienceProperties properties, Function<String, PacingSettings> pacing) {
		this.pacing = pacing;
		this.global = properties.retryBudget().over(RetryBudgetProperties.DEFAULTS);
		properties.products().forEach((name, product) -> {
			if (product.retryBudget() != null) {
				this.products.put(name, product.retryBudget().over(this.global));
			}
		});
	}

	/**
	 * Where throttled attempts are paced, their retries are free, since they add no load.
	 */
	@Override
	public RetryBudgetSettings apply(String product) {
		RetryBudgetProperties properties = this.products.getOrDefault(product, this.global);
		RetryBudgetSettings defaults = RetryBudgetSettings.DEFAULTS;
		int retryCost = or(properties.retryCost(), defaults.retryCost());
		return new RetryBudgetSettings(or(properties.enabled(), defaults.enabled()),
				or(properties.capacity(), defaults.capacity()), retryCost,
				this.pacing.apply(product).enabled() ? 0 : retryCost,
				or(properties.successRefund(), defaults.successRefund()));
	}

	private static <T> T or(@Nullable T value, T fallback) {
		return (value != null) ? value : fallback;
	}

}
