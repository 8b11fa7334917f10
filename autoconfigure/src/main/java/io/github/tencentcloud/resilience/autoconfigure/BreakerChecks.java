package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.jspecify.annotations.Nullable;

/**
 * Checks the settings of circuit breakers.
 */
final class BreakerChecks {

	private final ConfigurationProblems problems;

	BreakerChecks(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(TencentCloudResilienceProperties properties) {
		PropertyPath path = PropertyPath.ROOT.key("circuit-breaker");
		BreakerProperties global = properties.circuitBreaker();
		check(path, global);
		checkWindow(path, global.over(BreakerProperties.DEFAULTS));
		properties.products().forEach((name, product) -> {
			if (product.circuitBreaker() != null) {
				PropertyPath productPath = PropertyPath.ROOT.key("products").name(name).key("circuit-breaker");
				check(productPath, product.circuitBreaker());
				checkWindow(productPath, product.circuitBreaker().over(global).over(BreakerProperties.DEFAULTS));
			}
			checkFailOver(PropertyPath.ROOT.key("products").name(name), product, global);
		});
	}

	private void checkFailOver(PropertyPath path, ProductProperties product, BreakerProperties global) {
		BreakerProperties merged = (product.circuitBreaker() != null) ? product.circuitBreaker().over(global) : global;
		if (Boolean.FALSE.equals(merged.enabled()) && !product.failOver().isEmpty()) {
			boolean own = this.problems.isWritten(path.key("circuit-breaker").key("enabled"));
			this.problems.add((own ? path : PropertyPath.ROOT).key("circuit-breaker").key("enabled"),
					"Without circuit breakers, nothing can tell when '" + path.key("fail-over") + "' is needed.",
					"Write true, or remove '" + path.key("fail-over") + "'.");
		}
	}

	private void check(PropertyPath path, BreakerProperties breaker) {
		if (breaker.scope() != null && breaker.scope().isEmpty()) {
			this.problems.add(path.key("scope"),
					"With one circuit breaker for everything, one product could stop all the others.",
					"Write at least one of product, action, region, host.");
		}
		percentage(path.key("failure-rate-threshold"), breaker.failureRateThreshold());
		percentage(path.key("slow-call-rate-threshold"), breaker.slowCallRateThreshold());
		this.problems.atLeastOne(path.key("sliding-window-size"), breaker.slidingWindowSize());
		this.problems.atLeastOne(path.key("minimum-number-of-calls"), breaker.minimumNumberOfCalls());
		this.problems.atLeastOne(path.key("permitted-number-of-calls-in-half-open-state"),
				breaker.permittedNumberOfCallsInHalfOpenState());
		positive(path.key("slow-call-duration-threshold"), breaker.slowCallDurationThreshold());
		positive(path.key("wait-duration-in-open-state"), breaker.waitDurationInOpenState());
		positive(path.key("max-wait-duration-in-half-open-state"), breaker.maxWaitDurationInHalfOpenState());
	}

	/** Resilience4j would silently use the size of the window as the minimum. */
	private void checkWindow(PropertyPath path, BreakerProperties merged) {
		Integer size = merged.slidingWindowSize();
		Integer minimum = merged.minimumNumberOfCalls();
		if (merged.slidingWindowType() != SlidingWindowType.COUNT_BASED || size == null || minimum == null
				|| minimum <= size) {
			return;
		}
		PropertyPath minimumPath = path.key("minimum-number-of-calls");
		boolean written = this.problems.isWritten(minimumPath);
		this.problems.add(written ? minimumPath : path.key("sliding-window-size"),
				"A window of " + size + " calls never holds the minimum of " + minimum + " calls.",
				"Write a minimum-number-of-calls of at most " + size + ", or a larger sliding-window-size.");
	}

	private void percentage(PropertyPath path, @Nullable Float percentage) {
		if (percentage != null && !(percentage >= 1 && percentage <= 100)) {
			this.problems.add(path, "A percentage must lie between 1 and 100.", "Write a percentage, such as 50.");
		}
	}

	private void positive(PropertyPath path, @Nullable Duration duration) {
		if (duration != null && duration.toMillis() < 1) {
			this.problems.add(path, "This duration must be at least 1ms.", "Write a longer one, such as 30s.");
		}
	}

}
