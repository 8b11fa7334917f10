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

	/** Those of them of which it is not known yet whether there is a wait at all. */
	private int unanswered;

	/**
	 * Create a line.
	 * @param quota hands out the turns
	 * @param maxQueue how many may wait for their turn; those that only wait to hear when
	 * it is do not count
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
			if (queued() > 0 && queued() >= this.maxQueue) {
				return Mono.error(this.full);
			}
			this.waiting.add(turn);
			spare = this.waiting.size() <= this.reserved;
			if (!spare) {
				this.reserved++;
				this.unanswered++;
			}
		}
		if (!spare) {
			this.quota.reserve((this.maxQueue > 0) ? maxWait : 1, () -> waits(turn))
				.whenComplete((granted, error) -> came(turn, error != null || granted));
		}
		return turn.come.asMono().publishOn(Schedulers.parallel()).doOnCancel(() -> leave(turn));
	}

	/** How many know that they have to wait. Guarded by this. */
	private int queued() {
		return this.waiting.size() - this.unanswered;
	}

	/**
	 * Of calls that asked at the same time, more may have to wait than are allowed to.
	 */
	private void waits(Turn turn) {
		Turn refused;
		synchronized (this) {
			answered(turn);
			refused = (queued() > this.maxQueue) ? take(turn) : null;
		}
		if (refused != null) {
			refused.come.tryEmitError(this.full.get());
		}
	}

	private void came(Turn turn, boolean granted) {
		Turn next;
		synchronized (this) {
			answered(turn);
			this.reserved--;
			next = granted ? this.waiting.pollFirst() : (this.waiting.size() > this.reserved) ? take(turn) : null;
		}
		if (next == null) {
			return;
		}
		if (granted) {
			next.come.tryEmitEmpty();
		}
		else {
			next.come.tryEmitError(((this.maxQueue > 0) ? this.late : this.full).get());
		}
	}

	/** Guarded by this. */
	private void answered(Turn turn) {
		this.unanswered -= turn.answered ? 0 : 1;
		turn.answered = true;
	}

	/** The one who asked, or the last if another's turn was given to that one. */
	private @Nullable Turn take(Turn turn) {
		return this.waiting.remove(turn) ? turn : this.waiting.pollLast();
	}

	private synchronized void leave(Turn turn) {
		this.waiting.remove(turn);
	}

	private static final class Turn {

		private final Sinks.Empty<Void> come = Sinks.empty();

		private boolean answered;

	}

}
