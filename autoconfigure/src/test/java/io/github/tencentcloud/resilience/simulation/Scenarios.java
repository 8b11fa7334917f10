package io.github.tencentcloud.resilience.simulation;

import java.time.Duration;

import io.micrometer.core.instrument.search.Search;

import io.github.tencentcloud.resilience.simulation.Ledger.Event;

/**
 * What is simulated, and what is measured of it.
 */
final class Scenarios {

	/** What most actions may be called a second. */
	static final int QUOTA = 20;

	/** How often the applications would like to call, if it is too often. */
	static final double TOO_MUCH = 5 * QUOTA;

	/** By then the first seconds are over. */
	static final int SETTLED = 10;

	static final int OUTAGE = 30;

	static final int RECOVERY = 90;

	static final int CHANGED = 60;

	static final int RESTORED = 120;

	static final String WITHOUT_BREAKER = "tencentcloud.resilience.circuit-breaker.enabled=false";

	/** As one would set it where a call must not take long. */
	static final String[] FAIL_OVER = {
			"tencentcloud.resilience.products.cvm.fail-over=cvm.ap-guangzhou.tencentcloudapi.com",
			"tencentcloud.resilience.products.cvm.timeout.attempt=2s",
			"tencentcloud.resilience.products.cvm.circuit-breaker.sliding-window-size=10",
			"tencentcloud.resilience.products.cvm.circuit-breaker.wait-duration-in-open-state=5s" };

	private static final String READ = "DescribeInstances";

	private Scenarios() {
	}

	/** All requests fail from second 30 to 90; 20 calls a second. */
	static Ledger outage(Strategy strategy, long seed, String... properties) {
		try (Simulation simulation = new Simulation(seed, strategy, 1, 120, properties)) {
			simulation.time.at(OUTAGE, () -> simulation.server.error(Simulation.HOST, "InternalError"));
			simulation.time.at(RECOVERY, () -> simulation.server.error(Simulation.HOST, null));
			return simulation.demand(20, READ).run();
		}
	}

	/** Five times the quota all the time, by one or by several instances. */
	static Ledger overload(Strategy strategy, long seed, int instances, int seconds) {
		try (Simulation simulation = new Simulation(seed, strategy, instances, seconds)) {
			simulation.server.quota(QUOTA);
			return simulation.demand(TOO_MUCH, READ).run();
		}
	}

	/** Five times the quota, which is halved from second 60 to 120. */
	static Ledger otherQuota(Strategy strategy, long seed, int instances) {
		try (Simulation simulation = new Simulation(seed, strategy, instances, 180)) {
			simulation.server.quota(QUOTA);
			simulation.time.at(CHANGED, () -> simulation.server.quota(QUOTA / 2));
			simulation.time.at(RESTORED, () -> simulation.server.quota(QUOTA));
			return simulation.demand(TOO_MUCH, READ).run();
		}
	}

	/** The endpoint answers after 30 s only, from second 30 to 90; 20 calls a second. */
	static Ledger slowEndpoint(Strategy strategy, long seed, String... properties) {
		try (Simulation simulation = new Simulation(seed, strategy, 1, 150, properties)) {
			simulation.time.at(OUTAGE, () -> simulation.server.delay(Simulation.HOST, Duration.ofSeconds(30)));
			simulation.time.at(RECOVERY, () -> simulation.server.delay(Simulation.HOST, Duration.ZERO));
			return simulation.demand(20, READ).run();
		}
	}

	/** A quarter of the quota, and one answer in a hundred is an error. */
	static Normal normal(long seed) {
		try (Simulation simulation = new Simulation(seed, Strategy.LIBRARY, 1, 120)) {
			simulation.server.quota(QUOTA);
			simulation.server.stumbles(0.01);
			Ledger ledger = simulation.demand(QUOTA / 4, READ).run();
			Search pacing = simulation.meters(0).find("tencentcloud.client.pacing");
			Search rejected = simulation.meters(0).find("tencentcloud.client.requests").tag("outcome", "REJECTED");
			Search unpaid = simulation.meters(0).find("tencentcloud.client.retries").tag("result", "budget");
			return new Normal(ledger, pacing.timers().stream().mapToLong((timer) -> timer.count()).sum(),
					rejected.timers().stream().mapToLong((timer) -> timer.count()).sum()
							+ (long) unpaid.counters().stream().mapToDouble((counter) -> counter.count()).sum());
		}
	}

	/** Successes a second, as a part of the quota. */
	static double goodput(Ledger ledger, int quota, int from, int to) {
		return (double) ledger.sum(Event.SUCCESS, from, to) / (to - from) / quota;
	}

	/** What an instance got, as a part of its fair share. */
	static double share(Ledger ledger, int instance, int instances, int from, int to) {
		return (double) instances * ledger.sum(Event.SUCCESS, instance, from, to) / ledger.sum(Event.SUCCESS, from, to);
	}

	/**
	 * After how many seconds the goodput is back: from then on it is 90 % of the quota on
	 * the average of any five seconds, until the end.
	 */
	static int back(Ledger ledger, int quota, int from, int to) {
		int end = to;
		while (end - 5 >= from && goodput(ledger, quota, end - 5, end) >= 0.9) {
			end--;
		}
		return end - 4 - from;
	}

	/** Attempts for each call while nothing works, without the first five seconds. */
	static double attemptsInOutage(Ledger ledger) {
		return ledger.ratio(Event.ATTEMPT, Event.CALL, OUTAGE + 5, RECOVERY);
	}

	/** Successes for each call that is made during the outage; they may come later. */
	static double succeededInOutage(Ledger ledger) {
		return 1 - (double) ledger.sum(Event.FAILURE, OUTAGE, 150) / ledger.sum(Event.CALL, OUTAGE, RECOVERY);
	}

	/** After how many seconds nearly all requests go to the primary endpoint again. */
	static int backOnPrimary(Ledger ledger) {
		int second = 140;
		while (second > RECOVERY && ledger.ratio(Event.AT_PRIMARY, Event.ATTEMPT, second - 1, second) > 0.95) {
			second--;
		}
		return second - RECOVERY;
	}

	/**
	 * What normal traffic comes to.
	 *
	 * @param ledger what happened
	 * @param delayed how many calls were held back
	 * @param refused how many calls or retries were refused
	 */
	record Normal(Ledger ledger, long delayed, long refused) {

	}

}
