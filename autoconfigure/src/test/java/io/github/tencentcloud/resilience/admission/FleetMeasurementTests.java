package io.github.tencentcloud.resilience.admission;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.RequiresTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Eight instances, one quota. Prints the table of {@code docs/overload.md} with
 * {@code mvn -pl autoconfigure test -Dtest=FleetMeasurementTests -Dfleet.seconds=20}.
 */
@RequiresTool("redis-server")
class FleetMeasurementTests {

	private static final int TRIES = 3;

	/** A machine that stands still for so long moves calls into another second. */
	private static final Duration STALL = Duration.ofMillis(200);

	private static final Integer SECONDS = Integer.getInteger("fleet.seconds");

	@Test
	void fleetKeepsItsQuotaAndUsesIt() {
		FleetMeasurement.Result result = measure();
		for (int i = 1; i < TRIES && result.stall().compareTo(STALL) > 0; i++) {
			result = measure();
		}
		assertThat(result.overUse()).as(result.arrivals().toString()).isLessThanOrEqualTo(0.01);
		assertThat(result.goodput()).as(result.arrivals().toString()).isGreaterThanOrEqualTo(0.95);
		assertThat(result.refused()).as("calls beyond the quota").isPositive();
	}

	private static FleetMeasurement.Result measure() {
		try (RedisServer redis = new RedisServer()) {
			return FleetMeasurement.ours().run(redis.url(), (SECONDS != null) ? SECONDS : 5);
		}
	}

	@Test
	void table() {
		if (SECONDS == null) {
			return;
		}
		System.out.println("| how the quota is given out | goodput | over-use |\n| --- | ---: | ---: |");
		for (FleetMeasurement measurement : FleetMeasurement.all()) {
			try (RedisServer redis = new RedisServer()) {
				System.out.println(measurement.run(redis.url(), SECONDS));
			}
		}
	}

}
