package io.github.tencentcloud.resilience.demo.page;

import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Breaker}.
 */
class BreakerTests {

	private final CircuitBreakerRegistry registry = CircuitBreakerRegistry
		.of(CircuitBreakerConfig.custom().minimumNumberOfCalls(2).build());

	@Test
	void showsTheBreakersOfTheLibraryByName() {
		this.registry.circuitBreaker("tencentcloud-sms-none");
		this.registry.circuitBreaker("somebody-elses");
		CircuitBreaker cvm = this.registry.circuitBreaker("tencentcloud-cvm-none");
		cvm.onError(1, TimeUnit.MILLISECONDS, new IllegalStateException());
		assertThat(Breaker.all(this.registry)).containsExactly(new Breaker("cvm-none", "CLOSED", 1, null, null),
				new Breaker("sms-none", "CLOSED", 0, null, null));
		cvm.onError(1, TimeUnit.MILLISECONDS, new IllegalStateException());
		Breaker open = Breaker.all(this.registry).get(0);
		assertThat(open).isEqualTo(new Breaker("cvm-none", "OPEN", 2, 100f, null));
		assertThat(open.isClosed()).isFalse();
	}

	@Test
	void aHalfOpenOneCountsItsTrialCalls() {
		CircuitBreakerConfig config = CircuitBreakerConfig.custom().permittedNumberOfCallsInHalfOpenState(5).build();
		CircuitBreaker cvm = this.registry.circuitBreaker("tencentcloud-cvm-none", config);
		cvm.transitionToOpenState();
		cvm.transitionToHalfOpenState();
		cvm.onSuccess(1, TimeUnit.MILLISECONDS);
		cvm.onSuccess(1, TimeUnit.MILLISECONDS);
		assertThat(Breaker.all(this.registry)).containsExactly(new Breaker("cvm-none", "HALF_OPEN", 2, null, 5));
	}

}
