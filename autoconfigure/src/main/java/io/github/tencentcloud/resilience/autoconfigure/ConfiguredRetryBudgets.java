package io.github.tencentcloud.resilience.autoconfigure;

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

	private final ByProduct<RetryBudgetProperties> products;

	ConfiguredRetryBudgets(TencentCloudResilienceProperties properties, Function<String, PacingSettings> pacing) {
		this.pacing = pacing;
		this.global = properties.retryBudget().over(RetryBudgetProperties.DEFAULTS);
		this.products = new ByProduct<>(properties,
				(name, product) -> (product.retryBudget() != null) ? product.retryBudget().over(this.global) : null);
	}

	/**
	 * Where throttled attempts are paced, their retries are free, since they add no load.
	 */
	@Override
	public RetryBudgetSettings apply(String product) {
		RetryBudgetProperties properties = this.products.find(product, this.global);
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
