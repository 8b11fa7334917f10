package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Time;

/**
 * The place of one attempt in a bulkhead. Who asked for it leaves it in the end, whatever
 * happens; to leave twice, or before the place was had, does no harm. Taken, granted and
 * left by different threads; who changes the state first decides.
 */
final class BulkheadPermit implements BulkheadQueue.Waiter {

	private final BulkheadQueue queue;

	private final Time time;

	private final AtomicReference<State> state = new AtomicReference<>(State.WANTED);

	private final CompletableFuture<@Nullable Void> free = new CompletableFuture<>();

	private volatile Time.@Nullable Alarm alarm;

	BulkheadPermit(BulkheadQueue queue, Time time) {
		this.queue = queue;
		this.time = time;
	}

	/**
	 * Take the place, or wait for it. Called once.
	 * @param now the present time
	 * @param deadline when the call has to be over
	 * @return {@code null} if it is taken, else a stage that is complete once it is.
	 * Fails with a {@link BulkheadFullException} if none became free in time.
	 */
	@Nullable CompletionStage<?> take(long now, long deadline) {
		if (this.queue.enter()) {
			if (!this.state.compareAndSet(State.WANTED, State.TAKEN)) {
				this.queue.leave();
			}
			return null;
		}
		Duration left = Duration.ofNanos(Math.max(deadline - now, 0));
		Duration wait = (this.queue.maxWait().compareTo(left) < 0) ? this.queue.maxWait() : left;
		if (wait.isZero()) {
			return CompletableFuture.failedFuture(this.queue.full());
		}
		this.alarm = this.time.alarm(wait.toNanos(), this::tooLate);
		this.queue.await(this);
		if (this.state.get() == State.LEFT) {
			// It left before it was in the queue.
			this.queue.giveUp(this);
		}
		return this.free;
	}

	/**
	 * The place is free and belongs to this one, unless it has gone. What its call does
	 * next is not for the thread that has left the place.
	 */
	@Override
	public boolean grant() {
		if (!this.state.compareAndSet(State.WANTED, State.TAKEN)) {
			return false;
		}
		stopAlarm();
		this.time.alarm(0, () -> this.free.complete(null));
		return true;
	}

	/**
	 * Give the place back, or do not wait for it any longer.
	 */
	void leave() {
		State before = this.state.getAndSet(State.LEFT);
		if (before == State.TAKEN) {
			this.queue.leave();
		}
		else if (before == State.WANTED) {
			stopAlarm();
			this.queue.giveUp(this);
		}
	}

	/** The place may have become free at the last moment. */
	private void tooLate() {
		if (this.state.compareAndSet(State.WANTED, State.LEFT)) {
			this.queue.giveUp(this);
			this.free.completeExceptionally(this.queue.full());
		}
	}

	private void stopAlarm() {
		Time.Alarm alarm = this.alarm;
		if (alarm != null) {
			alarm.cancel();
		}
	}

	private enum State {

		WANTED, TAKEN, LEFT

	}

}
