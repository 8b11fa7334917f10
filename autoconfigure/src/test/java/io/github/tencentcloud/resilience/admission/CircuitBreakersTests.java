package io.github.tencentcloud.resilience.admission;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TestClock;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

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

	/**
	 * In tests of an application the timers, and so their time, are others for a while.
	 */
	@Test
	@Timeout(30)
	void breakerOpensAlthoughTimeIsAnotherOneMeanwhile() {
		CircuitBreakerConfig config = CircuitBreakerConfig.custom()
			.slidingWindowType(CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
			.slidingWindowSize(60)
			.minimumNumberOfCalls(4)
			.waitDurationInOpenState(Duration.ofMinutes(1))
			.build();
		CircuitBreaker breaker = breaker(new CircuitBreakers(CircuitBreakerRegistry.ofDefaults(),
				(product) -> new BreakerSettings(true, Set.of(BreakerScope.PRODUCT), config), new ReactorTime()));
		breaker.onSuccess(1, TimeUnit.NANOSECONDS);
		VirtualTimeScheduler virtual = VirtualTimeScheduler.getOrSet();
		try {
			fail(breaker, 8);
			assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
			virtual.advanceTimeBy(Duration.ofSeconds(61));
			assertThat(breaker.tryAcquirePermission()).isTrue();
			breaker.transitionToClosedState();
		}
		finally {
			VirtualTimeScheduler.reset();
		}
		fail(breaker, 8);
		assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
	}

	private static void fail(CircuitBreaker breaker, int times) {
		for (int i = 0; i < times; i++) {
			breaker.onError(1, TimeUnit.NANOSECONDS, new IllegalStateException());
		}
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
