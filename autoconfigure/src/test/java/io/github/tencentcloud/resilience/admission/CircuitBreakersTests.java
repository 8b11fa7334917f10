package io.github.tencentcloud.resilience.admission;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TestClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how circuit breakers are made.
 */
class CircuitBreakersTests {

	private static final TencentCloudCall CALL = new TencentCloudCall("cvm", "none", null, "none", "cvm.example",
			"POST");

	@ParameterizedTest
	@ValueSource(longs = { -3600, 0, 3600 })
	void openOneTriesAgainAfterItsTimeWhateverSomebodySetsTheClockTo(long seconds) {
		Duration wait = Duration.ofMinutes(1);
		TestClock clock = new TestClock();
		CircuitBreaker breaker = breaker(CircuitBreakerConfig.custom().waitDurationInOpenState(wait).build(),
				new MonotonicClock(clock, clock.time()::nanos));
		breaker.transitionToOpenState();
		clock.set(clock.instant().plusSeconds(seconds));
		clock.advance(wait.minusMillis(1));
		assertThat(breaker.tryAcquirePermission()).isFalse();
		clock.advance(Duration.ofMillis(2));
		assertThat(breaker.tryAcquirePermission()).isTrue();
	}

	@Test
	void onlyTheClockOfTheMachineIsReplaced() {
		Clock own = Clock.fixed(TestClock.START, ZoneOffset.UTC);
		Clock ours = new MonotonicClock(own, System::nanoTime);
		assertThat(breaker(CircuitBreakerConfig.ofDefaults(), ours).getCircuitBreakerConfig().getClock())
			.isSameAs(ours);
		assertThat(breaker(CircuitBreakerConfig.custom().clock(own).build(), ours).getCircuitBreakerConfig().getClock())
			.isSameAs(own);
	}

	@Test
	void nobodySetsTheirClockByDefault() {
		CircuitBreakers breakers = new CircuitBreakers(CircuitBreakerRegistry.ofDefaults(),
				(product) -> new BreakerSettings(true, Set.of(BreakerScope.PRODUCT),
						CircuitBreakerConfig.ofDefaults()));
		assertThat(breaker(breakers).getCircuitBreakerConfig().getClock()).isInstanceOf(MonotonicClock.class);
	}

	private static CircuitBreaker breaker(CircuitBreakerConfig config, Clock clock) {
		CircuitBreakers breakers = new CircuitBreakers(CircuitBreakerRegistry.ofDefaults(),
				(product) -> new BreakerSettings(true, Set.of(BreakerScope.PRODUCT), config), clock);
		return breaker(breakers);
	}

	private static CircuitBreaker breaker(CircuitBreakers breakers) {
		return Objects.requireNonNull(breakers.of(CALL)).breaker();
	}

}
