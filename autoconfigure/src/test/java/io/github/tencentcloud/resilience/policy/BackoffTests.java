package io.github.tencentcloud.resilience.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Decision;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Backoff}.
 */
class BackoffTests {

	private static final int SAMPLES = 2_000;

	@Test
	void waitGrowsUpToTheCap() {
		assertThat(waits(policy(5, 100, 2, 0, 500))).containsExactly(100L, 200L, 400L, 500L, 500L);
	}

	@Test
	void multiplierOfOneKeepsTheWait() {
		assertThat(waits(policy(3, 100, 1, 0, 500))).containsExactly(100L, 100L, 100L);
	}

	@Test
	void multiplierMayHaveAFraction() {
		assertThat(waits(policy(3, 100, 1.5, 0, 500))).containsExactly(100L, 150L, 225L);
	}

	@Test
	void capMayBeTheDelayItself() {
		assertThat(waits(policy(3, 100, 10, 50, 100))).containsExactly(100L, 100L, 100L);
	}

	@Test
	void withoutRetriesThereIsNoWait() {
		assertThat(waits(policy(0, 100, 2, 0, 500))).isEmpty();
	}

	@Test
	void exhaustedStaysExhausted() {
		Backoff backoff = new Backoff(policy(1, 100, 2, 0, 500));
		assertThat(backoff.next()).hasMillis(100);
		assertThat(backoff.next()).isNull();
		assertThat(backoff.next()).isNull();
	}

	@Test
	void zeroDelayWaitsNotAtAll() {
		assertThat(waits(policy(3, 0, 2, 0, 500))).containsExactly(0L, 0L, 0L);
		assertThat(waits(policy(2, 0, 1, 0, 0))).as("no cap either").containsExactly(0L, 0L);
	}

	@Test
	void zeroDelayMayHaveJitter() {
		List<Long> first = firstWaits(policy(1, 0, 2, 40, 500));
		assertThat(Collections.min(first)).isGreaterThanOrEqualTo(0);
		assertThat(Collections.max(first)).isLessThanOrEqualTo(40);
		assertThat(first.stream().distinct()).as("it is spread").hasSizeGreaterThan(20);
		assertThat(Collections.min(first)).isLessThan(4);
		assertThat(Collections.max(first)).isGreaterThan(35);
	}

	@Test
	void jitterOfZeroDelayStaysUnderTheCap() {
		assertThat(Collections.max(firstWaits(policy(1, 0, 2, 100, 10)))).isLessThanOrEqualTo(10);
	}

	@Test
	void jitterLengthensTheFirstWaitOnly() {
		List<Long> first = firstWaits(policy(1, 100, 2, 50, 500));
		assertThat(Collections.min(first)).isGreaterThanOrEqualTo(100);
		assertThat(Collections.max(first)).isLessThanOrEqualTo(150);
		assertThat(first.stream().distinct()).as("it is spread").hasSizeGreaterThan(25);
		assertThat(Collections.max(first)).isGreaterThan(145);
	}

	@RepeatedTest(50)
	void jitterGrowsWithTheWaitAndStaysUnderTheCap() {
		List<Long> waits = waits(policy(4, 100, 2, 50, 500));
		assertThat(waits).hasSize(4);
		assertThat(waits.get(0)).isBetween(100L, 150L);
		assertThat(waits.get(1)).isBetween(100L, 300L);
		assertThat(waits.get(2)).isBetween(200L, 500L);
		assertThat(waits.get(3)).isBetween(250L, 500L);
	}

	@Test
	void waitsOfBuiltInPoliciesFitIntoACall() {
		Catalogue.load().policies().values().forEach((policy) -> {
			long sum = waits(policy).stream().mapToLong(Long::longValue).sum();
			assertThat(Duration.ofMillis(sum)).as(policy.name()).isLessThan(Duration.ofSeconds(20));
		});
	}

	private static Policy policy(int maxRetries, long delay, double multiplier, long jitter, long maxDelay) {
		return new Policy("p", Decision.RETRY, maxRetries, Duration.ofMillis(delay), multiplier,
				Duration.ofMillis(jitter), Duration.ofMillis(maxDelay), false, BeforeRetry.NONE, "");
	}

	private static List<Long> waits(Policy policy) {
		List<Long> waits = new ArrayList<>();
		Backoff backoff = new Backoff(policy);
		for (Duration wait = backoff.next(); wait != null; wait = backoff.next()) {
			waits.add(wait.toMillis());
		}
		return waits;
	}

	private static List<Long> firstWaits(Policy policy) {
		List<Long> waits = new ArrayList<>();
		for (int i = 0; i < SAMPLES; i++) {
			waits.add(waits(policy).get(0));
		}
		return waits;
	}

}
