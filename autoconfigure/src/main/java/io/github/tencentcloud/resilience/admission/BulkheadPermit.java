package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Time;

/**
 * The place of one attempt in a bulkhead. Whoever requested it has to leave it in the
 * end, whatever happens; leaving twice, or before the place was granted, is harmless.
 * Different threads may take, grant and leave it; whoever changes the state first wins.
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
	 * Take the place, or start to wait for it. Called once.
	 * @param now the present time
	 * @param deadline when the call has to be over
	 * @return {@code null} if it is taken, else a stage that completes once it is, and
	 * fails with a {@link BulkheadFullException} if none became free in time.
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
	 * A place is free, and belongs to this permit unless it has been given up. What its
	 * call does next must not run on the thread that freed the place.
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
	 * Give the place back, or stop waiting for it.
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

	/** A place may have become free at the last moment. */
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
