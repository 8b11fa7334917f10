package io.github.tencentcloud.resilience.webclient;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

import io.github.tencentcloud.resilience.Time;

/**
 * The time of Reactor's timers. They are looked up each time, since tests replace them
 * with virtual ones.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public class ReactorTime implements Time {

	/**
	 * Create the time.
	 */
	public ReactorTime() {
		// Everything belongs to Reactor.
	}

	@Override
	public long nanos() {
		return Schedulers.parallel().now(TimeUnit.NANOSECONDS);
	}

	@Override
	public Instant instant() {
		return Instant.ofEpochMilli(Schedulers.parallel().now(TimeUnit.MILLISECONDS));
	}

	@Override
	public Alarm alarm(long delayNanos, Runnable task) {
		AtomicBoolean over = new AtomicBoolean();
		Disposable timer = Schedulers.parallel().schedule(() -> {
			if (over.compareAndSet(false, true)) {
				task.run();
			}
		}, delayNanos, TimeUnit.NANOSECONDS);
		// Disposing would make Reactor interrupt a running task.
		return () -> {
			if (over.compareAndSet(false, true)) {
				timer.dispose();
			}
		};
	}

}
