package io.github.tencentcloud.resilience.admission;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.BoundedMap;

/**
 * The retry budget of each product, created with its first call.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public class RetryBudgets {

	private static final String OVERFLOW = "other";

	private volatile Function<String, RetryBudgetSettings> settings;

	private final BiConsumer<String, RetryBudget> listener;

	private final BoundedMap<String, RetryBudget> budgets = BoundedMap.keeping((product) -> OVERFLOW);

	/**
	 * Create the look-up.
	 * @param settings the settings by product
	 * @param listener is told of each new budget, with its product
	 */
	public RetryBudgets(Function<String, RetryBudgetSettings> settings, BiConsumer<String, RetryBudget> listener) {
		this.settings = settings;
		this.listener = listener;
	}

	/**
	 * Budgets that allow every retry.
	 * @return no budgets
	 */
	public static RetryBudgets none() {
		return new RetryBudgets((product) -> new RetryBudgetSettings(false, 0, 0, 0, 0), (product, budget) -> {
		});
	}

	/**
	 * Find the budget of a product.
	 * @param product the product
	 * @return its budget, or {@code null} if its retries are free
	 */
	public @Nullable RetryBudget of(String product) {
		RetryBudget budget = this.budgets.get(product);
		if (budget != null) {
			return budget.isEnabled() ? budget : null;
		}
		Function<String, RetryBudgetSettings> current = this.settings;
		RetryBudgetSettings settings = current.apply(product);
		if (!settings.enabled()) {
			return null;
		}
		budget = this.budgets.get(product, (key) -> new RetryBudget(settings), this.listener);
		if (this.settings != current) {
			// They have changed meanwhile.
			budget.retune(this.settings.apply(product));
		}
		return budget;
	}

	/**
	 * Use other settings from now on. What is left of a budget is kept as far as it fits.
	 * @param settings the settings by product
	 */
	public void retune(Function<String, RetryBudgetSettings> settings) {
		this.settings = settings;
		this.budgets.forEach((product, budget) -> budget.retune(settings.apply(product)));
	}

	/**
	 * The budgets that exist by now, for display.
	 * @return the budgets by product, in alphabetical order
	 */
	public Map<String, RetryBudget> all() {
		Map<String, RetryBudget> all = new TreeMap<>();
		this.budgets.forEach((product, budget) -> {
			if (budget.isEnabled()) {
				all.put(product, budget);
			}
		});
		return Collections.unmodifiableMap(all);
	}

}
