package io.github.tencentcloud.resilience.simulation;

import java.time.Duration;

import io.github.tencentcloud.resilience.simulation.Ledger.Event;

/**
 * What is simulated, and what is measured of it.
 */
final class Scenarios {

	/** What most actions may be called a second. */
	static final int QUOTA = 20;

	/** How often the applications would like to call, if it is too often. */
	static final double TOO_MUCH = 5 * QUOTA;

	static final String READ = "DescribeInstances";

	/** By then the first seconds are over. */
	static final int SETTLED = 10;

	static final int OUTAGE_FROM = 30;

	static final int OUTAGE_TO = 90;

	static final int OTHER_QUOTA_FROM = 60;

	static final int OTHER_QUOTA_TO = 120;

	static final String BACKUP = "cvm.ap-guangzhou.tencentcloudapi.com";

	private Scenarios() {
	}

	/** All requests fail from second 30 to 90; 20 calls a second. */
	static Ledger outage(Strategy strategy, long seed, String... properties) {
		try (Simulation simulation = new Simulation(seed, strategy, 1, 120, properties)) {
			simulation.demand(20, READ);
			simulation.time.at(OUTAGE_FROM, () -> simulation.server.error(Simulation.HOST, "InternalError"));
			simulation.time.at(OUTAGE_TO, () -> simulation.server.error(Simulation.HOST, null));
			return simulation.run();
		}
	}

	/** Five times the quota all the time, by one or by several instances. */
	static Ledger overload(Strategy strategy, long seed, int instances, int seconds, String... properties) {
		try (Simulation simulation = new Simulation(seed, strategy, instances, seconds, properties)) {
			simulation.server.quota(QUOTA);
			return simulation.demand(TOO_MUCH, READ).run();
		}
	}

	/** Five times the quota, which is halved from second 60 to 120. */
	static Ledger otherQuota(Strategy strategy, long seed, int instances, String... properties) {
		try (Simulation simulation = new Simulation(seed, strategy, instances, 180, properties)) {
			simulation.server.quota(QUOTA);
			simulation.time.at(OTHER_QUOTA_FROM, () -> simulation.server.quota(QUOTA / 2));
			simulation.time.at(OTHER_QUOTA_TO, () -> simulation.server.quota(QUOTA));
			return simulation.demand(TOO_MUCH, READ).run();
		}
	}

	/** The endpoint answers after 30 s, from second 30 to 90; 20 calls a second. */
	static Ledger slowEndpoint(Strategy strategy, long seed, String... properties) {
		try (Simulation simulation = new Simulation(seed, strategy, 1, 150, properties)) {
			simulation.time.at(OUTAGE_FROM, () -> simulation.server.delay(Simulation.HOST, Duration.ofSeconds(30)));
			simulation.time.at(OUTAGE_TO, () -> simulation.server.delay(Simulation.HOST, Duration.ZERO));
			return simulation.demand(20, READ).run();
		}
	}

	/** Successes a second, as a part of the quota. */
	static double goodput(Ledger ledger, int quota, int from, int to) {
		return (double) ledger.sum(Event.SUCCESS, from, to) / (to - from) / quota;
	}

	/**
	 * After how many seconds the goodput is back: from then on it is 90 % of the quota on
	 * the average of five seconds, and stays so until the end.
	 */
	static int back(Ledger ledger, int quota, int from, int to) {
		int back = to;
		while (back > from && goodput(ledger, quota, back - 5, back) >= 0.9) {
			back--;
		}
		return Math.max(back - 5 + 1 - from, 0);
	}

}
