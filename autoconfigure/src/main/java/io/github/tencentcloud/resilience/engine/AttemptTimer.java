package io.github.tencentcloud.resilience.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Time;

/**
 * Ends attempts that take too long. Hardly any does, so there is one alarm for all of
 * them, set to the earliest limit. An alarm for each would have to be set and cancelled
 * with every attempt, and setting one wakes a thread: that alone costs more than
 * everything else done for a success.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class AttemptTimer {

	/** An alarm this late is waiting for a thread that somebody is blocking. */
	private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(100);

	private final Time time;

	private final Set<Limited> running = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Alarm> alarm = new AtomicReference<>();

	AttemptTimer(Time time) {
		this.time = time;
	}

	/**
	 * Begin to watch.
	 * @param limited what has a limit
	 * @throws RuntimeException if no alarm can be set any more
	 */
	public void begin(Limited limited) {
		this.running.add(limited);
		ringAt(limited.limit());
	}

	/**
	 * Stop watching. The alarm stays set: whatever begins next ends later anyway.
	 * @param limited what has ended
	 */
	public void end(Limited limited) {
		this.running.remove(limited);
	}

	private void ringAt(long time) {
		long now = now();
		Alarm set = this.alarm.get();
		while (set == null || time - set.at < 0 || now - set.at > GRACE) {
			boolean overdue = set != null && now - set.at > GRACE;
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
		Throwable thrown = null;
		for (Limited limited : this.running) {
			if (limited.limit() - now <= 0) {
				this.running.remove(limited);
				try {
					limited.timeIsUp();
				}
				catch (RuntimeException | Error ex) {
					// The others must not wait for the next alarm because of this one.
					thrown = ex;
				}
			}
			else if (next == null || limited.limit() - next.limit() < 0) {
				next = limited;
			}
		}
		if (next != null) {
			ringAt(next.limit());
		}
		if (thrown instanceof Error error) {
			throw error;
		}
		if (thrown != null) {
			throw (RuntimeException) thrown;
		}
	}

	private long now() {
		return this.time.nanos();
	}

	/**
	 * What has a limit.
	 */
	public interface Limited {

		/**
		 * When it has to end. The limit may be extended at any time. If it is shortened,
		 * watching has to begin again.
		 * @return nanoseconds of the clock of calls
		 */
		long limit();

		/**
		 * Its time is up, although it may have ended at that very moment. Called on a
		 * shared thread, in the context in which the alarm was set: the work itself has
		 * to be handed over to another thread.
		 */
		void timeIsUp();

	}

	private final class Alarm implements Runnable {

		private final long at;

		Alarm(long at) {
			this.at = at;
		}

		void start(long now) {
			try {
				AttemptTimer.this.time.alarm(Math.max(this.at - now, 0), this);
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
