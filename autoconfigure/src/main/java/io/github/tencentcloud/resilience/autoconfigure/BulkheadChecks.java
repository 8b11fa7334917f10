package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Checks the settings of bulkheads.
 */
final class BulkheadChecks {

	private final ConfigurationProblems problems;

	BulkheadChecks(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(TencentCloudResilienceProperties properties) {
		properties.products()
			.forEach((name, product) -> check(PropertyPath.ROOT.key("products").name(name).key("bulkhead"),
					product.bulkhead()));
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

}
