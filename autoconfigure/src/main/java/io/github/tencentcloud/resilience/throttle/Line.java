package io.github.tencentcloud.resilience.throttle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The calls that wait for a quota, in the order in which they came. A turn belongs to the
 * line and not to the call that made it ask for one: when a caller has gone, its turn is
 * the next one's, and is not lost.
 */
final class Line {

	private final Quota quota;

	private final int maxQueue;

	private final Supplier<GateRefusal> full;

	private final Supplier<GateRefusal> late;

	/** Guarded by this, as is the number. */
	private final Deque<Turn> waiting = new ArrayDeque<>();

	/** Turns that were asked for and have not come yet. */
	private int reserved;

	/**
	 * Create a line.
	 * @param quota hands out the turns
	 * @param maxQueue how many may wait
	 * @param full why a call is refused when more would wait
	 * @param late why a call is refused whose turn would come too late
	 */
	Line(Quota quota, int maxQueue, Supplier<GateRefusal> full, Supplier<GateRefusal> late) {
		this.quota = quota;
		this.maxQueue = maxQueue;
		this.full = full;
		this.late = late;
	}

	/** As {@link Gate#pass} says; the wait is in nanoseconds. */
	@Nullable Mono<Void> enter(long maxWait) {
		if (isEmpty() && this.quota.tryNow()) {
			return null;
		}
		return Mono.defer(() -> queue(Math.max(maxWait, 1)));
	}

	private synchronized boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	private Mono<Void> queue(long maxWait) {
		Turn turn = new Turn();
		boolean spare;
		synchronized (this) {
			if (this.waiting.size() >= this.maxQueue) {
				return Mono.error(this.full);
			}
			this.waiting.add(turn);
			spare = this.waiting.size() <= this.reserved;
			this.reserved += spare ? 0 : 1;
		}
		if (!spare) {
			this.quota.reserve(maxWait).whenComplete((granted, error) -> came(error != null || granted));
		}
		return turn.come.asMono().publishOn(Schedulers.parallel()).doOnCancel(() -> leave(turn));
	}

	/** One that would come too late is taken from the last who has none any more. */
	private void came(boolean granted) {
		Turn turn;
		synchronized (this) {
			this.reserved--;
			turn = granted ? this.waiting.pollFirst()
					: (this.waiting.size() > this.reserved) ? this.waiting.pollLast() : null;
		}
		if (turn == null) {
			return;
		}
		if (granted) {
			turn.come.tryEmitEmpty();
		}
		else {
			turn.come.tryEmitError(this.late.get());
		}
	}

	private synchronized void leave(Turn turn) {
		this.waiting.remove(turn);
	}

	private static final class Turn {

		private final Sinks.Empty<Void> come = Sinks.empty();

	}

}
