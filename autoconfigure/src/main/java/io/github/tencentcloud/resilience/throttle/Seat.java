package io.github.tencentcloud.resilience.throttle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The place of one attempt in a bulkhead. Who asked for it leaves it in the end, whatever
 * happens; to leave twice, or before the place was had, does no harm.
 */
public final class Seat {

	private final Room room;

	private final AtomicReference<State> state = new AtomicReference<>(State.WANTED);

	private final Sinks.Empty<Void> free = Sinks.empty();

	Seat(Room room) {
		this.room = room;
	}

	/**
	 * Take the place, or wait for it. Called once.
	 * @param now the present time in nanoseconds of the timers' clock
	 * @param deadline when the call has to be over
	 * @return {@code null} if it is taken, else a wait that is empty once it is. Ends
	 * with a {@link BulkheadFullException} if none became free in time; whoever cancels
	 * it leaves the place too.
	 */
	public @Nullable Mono<Void> take(long now, long deadline) {
		if (this.room.enter()) {
			this.state.set(State.TAKEN);
			return null;
		}
		Duration left = Duration.ofNanos(Math.max(deadline - now, 0));
		Duration wait = (this.room.maxWait().compareTo(left) < 0) ? this.room.maxWait() : left;
		if (wait.isZero()) {
			return Mono.error(this.room::full);
		}
		return Mono.<Void>defer(() -> {
			this.room.await(this);
			return this.free.asMono();
		}).publishOn(Schedulers.parallel()).timeout(wait, Mono.defer(this::giveUp)).doOnCancel(this::leave);
	}

	/** The place is free and belongs to this one, unless it has gone. */
	boolean take() {
		if (!this.state.compareAndSet(State.WANTED, State.TAKEN)) {
			return false;
		}
		this.free.tryEmitEmpty();
		return true;
	}

	/**
	 * Give the place back, or do not wait for it any longer.
	 */
	public void leave() {
		State before = this.state.getAndSet(State.LEFT);
		if (before == State.TAKEN) {
			this.room.leave();
		}
		else if (before == State.WANTED) {
			this.room.giveUp(this);
		}
	}

	/** The place may have become free at the last moment. */
	private Mono<Void> giveUp() {
		if (!this.state.compareAndSet(State.WANTED, State.LEFT)) {
			return Mono.empty();
		}
		this.room.giveUp(this);
		return Mono.error(this.room.full());
	}

	private enum State {

		WANTED, TAKEN, LEFT

	}

}
