package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Checks the settings of everything that holds calls back: pacing, bulkheads and retry
 * budgets.
 */
final class ThrottlingChecks {

	private static final double LOWEST_RATE = 0.01;

	private static final double HIGHEST_RATE = 1000;

	private final ConfigurationProblems problems;

	ThrottlingChecks(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(TencentCloudResilienceProperties properties) {
		PropertyPath root = PropertyPath.ROOT;
		RetryBudgetProperties budget = properties.retryBudget();
		check(root.key("retry-budget"), budget, budget.over(RetryBudgetProperties.DEFAULTS));
		check(root.key("adaptive-throttling"), properties.adaptiveThrottling());
		properties.products().forEach((name, product) -> {
			PropertyPath path = root.key("products").name(name);
			check(path.key("adaptive-throttling"), product.adaptiveThrottling());
			check(path.key("bulkhead"), product.bulkhead());
			if (product.retryBudget() != null) {
				check(path.key("retry-budget"), product.retryBudget(),
						product.retryBudget().over(budget).over(RetryBudgetProperties.DEFAULTS));
			}
		});
	}

	private void check(PropertyPath path, @Nullable AdaptiveThrottlingProperties pacing) {
		if (pacing == null) {
			return;
		}
		Double minRate = pacing.minRate();
		if (minRate != null && !(minRate >= LOWEST_RATE && minRate <= HIGHEST_RATE)) {
			this.problems.add(path.key("min-rate"), "It must lie between 0.01 and 1000 calls per second.",
					"Write a rate, such as 0.5.");
		}
		if (pacing.maxQueue() != null && pacing.maxQueue() < 0) {
			this.problems.add(path.key("max-queue"), "It must not be negative.", "Write 0 or more.");
		}
	}

	private void check(PropertyPath path, @Nullable BulkheadProperties bulkhead) {
		if (bulkhead == null) {
			return;
		}
		this.problems.atLeastOne(path.key("max-concurrent-calls"), bulkhead.maxConcurrentCalls());
		if (bulkhead.maxWaitDuration() != null && bulkhead.maxWaitDuration().isNegative()) {
			this.problems.add(path.key("max-wait-duration"), "A wait must not be negative.", "Write 0 for no wait.");
		}
		else if (bulkhead.maxWaitDuration() != null && bulkhead.maxConcurrentCalls() == null) {
			this.problems.add(path.key("max-wait-duration"),
					"Without a limit of concurrent calls, there is nothing to wait for.",
					"Set '" + path.key("max-concurrent-calls") + "' too, or remove it.");
		}
	}

	private void check(PropertyPath path, RetryBudgetProperties written, RetryBudgetProperties merged) {
		this.problems.atLeastOne(path.key("capacity"), written.capacity());
		this.problems.atLeastOne(path.key("retry-cost"), written.retryCost());
		if (written.successRefund() != null && written.successRefund() < 0) {
			this.problems.add(path.key("success-refund"), "It must not be negative.", "Write 0 or more.");
		}
		Integer capacity = merged.capacity();
		Integer cost = merged.retryCost();
		if (capacity != null && cost != null && cost > capacity && capacity >= 1) {
			PropertyPath costPath = path.key("retry-cost");
			this.problems.add(this.problems.isWritten(costPath) ? costPath : path.key("capacity"),
					"A retry that takes " + cost + " of at most " + capacity + " tokens could never be paid for.",
					"Write a retry-cost of at most " + capacity
							+ ", or a larger capacity. To have no retries, set max-attempts to 1.");
		}
	}

}
