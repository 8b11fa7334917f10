package io.github.tencentcloud.resilience.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * The time of a simulation. All of Reactor's timers, the library's among them, run by it,
 * on one thread and in order. It begins at zero.
 */
final class VirtualTime implements AutoCloseable {

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.set(VirtualTimeScheduler.create());

	/** The present time in seconds. */
	double seconds() {
		return this.scheduler.now(TimeUnit.NANOSECONDS) / 1e9;
	}

	/** Do something at a point in time. */
	void at(double seconds, Runnable task) {
		this.scheduler.schedule(task, Math.max(Math.round((seconds - seconds()) * 1e9), 0), TimeUnit.NANOSECONDS);
	}

	/** Let time pass. */
	void runTo(double seconds) {
		this.scheduler.advanceTimeBy(Duration.ofNanos(Math.round((seconds - seconds()) * 1e9)));
	}

	/** The same time, for what runs by a clock. */
	Clock clock() {
		InstantSource source = () -> Instant.ofEpochMilli(this.scheduler.now(TimeUnit.MILLISECONDS));
		return source.withZone(ZoneOffset.UTC);
	}

	@Override
	public void close() {
		VirtualTimeScheduler.reset();
	}

}
