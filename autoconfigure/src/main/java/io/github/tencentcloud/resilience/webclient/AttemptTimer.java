package io.github.tencentcloud.resilience.webclient;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Ends attempts that take too long. Hardly any does, so there is one alarm for all of
 * them, set to the earliest limit. An alarm for each would have to be set and cancelled
 * with every attempt, and setting one wakes a thread: that alone costs more than
 * everything else done for a success.
 */
final class AttemptTimer {

	/** An alarm this late is waiting for a thread that somebody is blocking. */
	private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(100);

	private final Scheduler scheduler;

	private final Set<Limited> running = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Alarm> alarm = new AtomicReference<>();

	AttemptTimer(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	boolean isOf(Scheduler scheduler) {
		return this.scheduler == scheduler;
	}

	/**
	 * Begin to watch.
	 * @param limited what has a limit
	 * @throws java.util.concurrent.RejectedExecutionException if the scheduler no longer
	 * accepts tasks
	 */
	void begin(Limited limited) {
		this.running.add(limited);
		ringAt(limited.limit());
	}

	/**
	 * Stop watching. The alarm stays set: whatever begins next ends later anyway.
	 * @param limited what has ended
	 */
	void end(Limited limited) {
		this.running.remove(limited);
	}

	private void ringAt(long time) {
		long now = now();
		Alarm set = this.alarm.get();
		while (set == null || time - set.time < 0 || now - set.time > GRACE) {
			boolean overdue = set != null && now - set.time > GRACE;
			Alarm next = new Alarm(overdue ? now : time);
			if (this.alarm.compareAndSet(set, next)) {
				next.start(now);
				return;
			}
			set = this.alarm.get();
		}
	}

	/** Whatever begins meanwhile sets the alarm itself. */
	private void ring() {
		long now = now();
		Limited next = null;
		for (Limited limited : this.running) {
			if (limited.limit() - now <= 0) {
				this.running.remove(limited);
				this.scheduler.schedule(limited.ending());
			}
			else if (next == null || limited.limit() - next.limit() < 0) {
				next = limited;
			}
		}
		if (next != null) {
			ringAt(next.limit());
		}
	}

	private long now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	/**
	 * What has a limit.
	 */
	interface Limited {

		/**
		 * When it has to end, in nanoseconds of the scheduler's clock. The limit may be
		 * extended at any time. If it is shortened, watching has to begin again.
		 */
		long limit();

		/**
		 * What to run when its time is up, although it may have ended at that very
		 * moment. It runs in the context in which the alarm was set, so it has to bring
		 * its own.
		 */
		Runnable ending();

	}

	private final class Alarm implements Runnable {

		private final long time;

		Alarm(long time) {
			this.time = time;
		}

		void start(long now) {
			try {
				AttemptTimer.this.scheduler.schedule(this, Math.max(this.time - now, 0), TimeUnit.NANOSECONDS);
			}
			catch (RuntimeException ex) {
				AttemptTimer.this.alarm.compareAndSet(this, null);
				throw ex;
			}
		}

		@Override
		public void run() {
			if (AttemptTimer.this.alarm.compareAndSet(this, null)) {
				ring();
			}
		}

	}

}
