package io.github.tencentcloud.resilience.client;

import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Schedulers;

/**
 * The clock that timers run by; virtual in tests.
 */
public final class TimerClock {

	private TimerClock() {
	}

	/**
	 * The time now.
	 * @return nanoseconds since some fixed but arbitrary moment
	 */
	public static long now() {
		return Schedulers.parallel().now(TimeUnit.NANOSECONDS);
	}

}
