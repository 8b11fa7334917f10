package io.github.tencentcloud.resilience.client;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Ends what has taken too long. Almost nothing ever does, so there is one timer for all,
 * set to the earliest limit. A timer for each would have to be set and taken back with
 * every attempt, and setting one wakes a thread: that alone costs more than everything
 * else that is done about a success.
 */
final class TimeLimits {

	private final Set<Limited> running = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Alarm> alarm = new AtomicReference<>();

	/**
	 * Begin to watch.
	 * @param limited what has a limit
	 */
	void begin(Limited limited) {
		this.running.add(limited);
		ringAt(limited.limit());
	}

	/**
	 * Stop watching. The timer stays as it is: whatever begins next, ends later.
	 * @param limited what has ended by itself
	 */
	void end(Limited limited) {
		this.running.remove(limited);
	}

	private void ringAt(long time) {
		Scheduler timer = Schedulers.parallel();
		Alarm set = this.alarm.get();
		while (set == null || set.timer != timer || time - set.time < 0) {
			Alarm sooner = new Alarm(timer, time);
			if (this.alarm.compareAndSet(set, sooner)) {
				timer.schedule(sooner, Math.max(time - CallLog.now(), 0), TimeUnit.NANOSECONDS);
				return;
			}
			set = this.alarm.get();
		}
	}

	/** Whatever begins meanwhile, sets the timer itself. */
	private void ring(Alarm alarm) {
		if (!this.alarm.compareAndSet(alarm, null)) {
			return;
		}
		long now = CallLog.now();
		Limited next = null;
		for (Limited limited : this.running) {
			if (limited.limit() - now <= 0) {
				this.running.remove(limited);
				alarm.timer.schedule(limited::timedOut);
			}
			else if (next == null || limited.limit() - next.limit() < 0) {
				next = limited;
			}
		}
		if (next != null) {
			ringAt(next.limit());
		}
	}

	/**
	 * What has a limit.
	 */
	interface Limited {

		/**
		 * When it has to have ended, in nanoseconds of the timers' clock; always the same
		 * value.
		 */
		long limit();

		/** Its time is up; it may have ended at this very moment. */
		void timedOut();

	}

	/** The timer, when it is set. In tests it may change while somebody is waiting. */
	private final class Alarm implements Runnable {

		private final Scheduler timer;

		private final long time;

		Alarm(Scheduler timer, long time) {
			this.timer = timer;
			this.time = time;
		}

		@Override
		public void run() {
			ring(this);
		}

	}

}
