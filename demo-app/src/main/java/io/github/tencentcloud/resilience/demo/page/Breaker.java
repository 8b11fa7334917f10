package io.github.tencentcloud.resilience.demo.page;

import java.util.Comparator;
import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.CircuitBreakers;

/**
 * A circuit breaker as it is now.
 *
 * @param name the name without the prefix that all of them share, for example
 * {@code cvm-ap-guangzhou}
 * @param state for example {@code CLOSED}
 * @param attempts how many attempts its window holds
 * @param failureRate the percentage of them that failed, {@code null} if there are too
 * few to tell
 * @param trialCalls how many calls a half-open breaker lets through before it decides,
 * {@code null} if it is not half-open
 */
record Breaker(String name, String state, int attempts, @Nullable Float failureRate, @Nullable Integer trialCalls) {

	static List<Breaker> all(CircuitBreakerRegistry registry) {
		return registry.getAllCircuitBreakers()
			.stream()
			.filter((breaker) -> breaker.getName().startsWith(CircuitBreakers.NAME_PREFIX))
			.map(Breaker::of)
			.sorted(Comparator.comparing(Breaker::name))
			.toList();
	}

	private static Breaker of(CircuitBreaker breaker) {
		CircuitBreaker.Metrics metrics = breaker.getMetrics();
		CircuitBreaker.State state = breaker.getState();
		float failureRate = metrics.getFailureRate();
		return new Breaker(breaker.getName().substring(CircuitBreakers.NAME_PREFIX.length()), state.name(),
				metrics.getNumberOfBufferedCalls(), (failureRate >= 0) ? failureRate : null,
				(state == CircuitBreaker.State.HALF_OPEN)
						? breaker.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState() : null);
	}

	boolean isClosed() {
		return this.state.equals(CircuitBreaker.State.CLOSED.name());
	}

}
