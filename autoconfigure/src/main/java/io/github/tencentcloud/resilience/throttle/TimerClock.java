package io.github.tencentcloud.resilience.throttle;

import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Schedulers;

/**
 * The clock that timers run by; virtual in tests.
 */
final class TimerClock {

	private TimerClock() {
	}

	static long now() {
		return Schedulers.parallel().now(TimeUnit.NANOSECONDS);
	}

}
