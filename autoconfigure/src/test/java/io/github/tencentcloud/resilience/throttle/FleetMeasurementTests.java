package io.github.tencentcloud.resilience.throttle;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.RequiresTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Eight instances, one quota. Prints the table of {@code docs/overload.md} with
 * {@code mvn -pl autoconfigure test -Dtest=FleetMeasurementTests -Dfleet.seconds=20}.
 */
@RequiresTool("redis-server")
class FleetMeasurementTests {

	private static final Integer SECONDS = Integer.getInteger("fleet.seconds");

	@Test
	void fleetKeepsItsQuotaAndUsesIt() {
		try (RedisServer redis = new RedisServer()) {
			FleetMeasurement.Result result = FleetMeasurement.ours().run(redis.url(), (SECONDS != null) ? SECONDS : 5);
			assertThat(result.overUse()).as(result.arrivals().toString()).isLessThanOrEqualTo(0.01);
			assertThat(result.goodput()).as(result.arrivals().toString()).isGreaterThanOrEqualTo(0.95);
			assertThat(result.refused()).as("calls beyond the quota").isPositive();
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
