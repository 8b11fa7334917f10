package io.github.tencentcloud.resilience.simulation;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.simulation.Ledger.Event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What the simulation has to show, on shorter runs than those of {@link OverloadReport}.
 */
@Tag("integration")
class OverloadTests {

	private static final long SEED = 42;

	@Test
	void anOutageIsNotMadeWorse() {
		Ledger ledger = Scenarios.outage(Strategy.LIBRARY, SEED);
		assertThat(Scenarios.attemptsInOutage(ledger)).isLessThan(1.1);
		Ledger budgetOnly = Scenarios.outage(Strategy.LIBRARY, SEED, Scenarios.WITHOUT_BREAKER);
		assertThat(Scenarios.attemptsInOutage(budgetOnly)).isBetween(1.0, 1.1);
		assertThat(Scenarios.attemptsInOutage(Scenarios.outage(Strategy.RESILIENCE4J, SEED))).isCloseTo(3, within(0.1));
	}

	@Test
	void oneInstanceUsesTheQuotaUpAndIsHardlyThrottled() {
		Ledger ledger = Scenarios.overload(Strategy.LIBRARY, SEED, 1, 60);
		assertThat(Scenarios.goodput(ledger, Scenarios.QUOTA, Scenarios.SETTLED, 60)).isGreaterThan(0.95);
		assertThat(ledger.ratio(Event.THROTTLED, Event.ATTEMPT, Scenarios.SETTLED, 60)).isLessThan(0.05);
		Ledger plain = Scenarios.overload(Strategy.RESILIENCE4J, SEED, 1, 60);
		assertThat(plain.ratio(Event.THROTTLED, Event.ATTEMPT, Scenarios.SETTLED, 60)).isGreaterThan(0.9);
	}

	@Test
	void instancesThatKnowNothingOfEachOtherShareTheQuotaFairly() {
		int instances = 8;
		int end = 180;
		Ledger ledger = Scenarios.overload(Strategy.LIBRARY, SEED, instances, end);
		assertThat(Scenarios.goodput(ledger, Scenarios.QUOTA, 30, end)).isGreaterThan(0.9);
		assertThat(IntStream.range(0, instances).mapToDouble((i) -> Scenarios.share(ledger, i, instances, 30, end)))
			.allSatisfy((share) -> assertThat(share).isBetween(0.75, 1.25));
	}

	@Test
	void anotherQuotaIsFoundWithinTenSeconds() {
		for (int instances : new int[] { 1, 8 }) {
			Ledger ledger = Scenarios.otherQuota(Strategy.LIBRARY, SEED, instances);
			assertThat(Scenarios.back(ledger, Scenarios.QUOTA / 2, Scenarios.CHANGED, Scenarios.RESTORED))
				.isLessThanOrEqualTo(10);
			assertThat(Scenarios.back(ledger, Scenarios.QUOTA, Scenarios.RESTORED, Scenarios.RESTORED + 60))
				.isLessThanOrEqualTo(10);
		}
	}

	@Test
	void aSlowEndpointIsLeftAndComeBackTo() {
		Ledger ledger = Scenarios.slowEndpoint(Strategy.LIBRARY, SEED, Scenarios.FAIL_OVER);
		assertThat(Scenarios.succeededInOutage(ledger)).isGreaterThan(0.99);
		assertThat(Scenarios.backOnPrimary(ledger)).isLessThanOrEqualTo(10);
		assertThat(Scenarios.succeededInOutage(Scenarios.slowEndpoint(Strategy.RESILIENCE4J, SEED))).isLessThan(0.5);
	}

	@Test
	void normalTrafficIsLeftAlone() {
		Scenarios.Normal normal = Scenarios.normal(SEED);
		assertThat(normal.ledger().sum(Event.CALL, 0, 120)).isGreaterThan(500);
		assertThat(normal.ledger().sum(Event.FAILURE, 0, 120)).isZero();
		assertThat(normal.delayed()).isZero();
		assertThat(normal.refused()).isZero();
	}

}
