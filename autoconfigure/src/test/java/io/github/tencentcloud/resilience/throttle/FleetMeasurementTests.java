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

	/**
	 * In real time: where the machine stands still for a second, its calls come later.
	 */
	private static final int TRIES = 3;

	private static final Integer SECONDS = Integer.getInteger("fleet.seconds");

	@Test
	void fleetKeepsItsQuotaAndUsesIt() {
		FleetMeasurement.Result result = measure();
		for (int i = 1; i < TRIES && !isGood(result); i++) {
			result = measure();
		}
		assertThat(isGood(result)).as(result + " " + result.arrivals()).isTrue();
		assertThat(result.refused()).as("calls beyond the quota").isPositive();
	}

	private static FleetMeasurement.Result measure() {
		try (RedisServer redis = new RedisServer()) {
			return FleetMeasurement.ours().run(redis.url(), (SECONDS != null) ? SECONDS : 5);
		}
	}

	private static boolean isGood(FleetMeasurement.Result result) {
		return result.overUse() <= 0.01 && result.goodput() >= 0.95;
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
