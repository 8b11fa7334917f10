package io.github.tencentcloud.resilience.webclient;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The timer of the current scheduler. Tests replace the scheduler from time to time; an
 * attempt stays with the timer it began with.
 */
final class AttemptTimers {

	private volatile @Nullable AttemptTimer current;

	AttemptTimer current() {
		Scheduler scheduler = Schedulers.parallel();
		AttemptTimer timer = this.current;
		if (timer == null || !timer.isOf(scheduler)) {
			timer = new AttemptTimer(scheduler);
			this.current = timer;
		}
		return timer;
	}

}
