package io.github.tencentcloud.resilience.admission;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Time;

/**
 * The calls waiting for a quota, in order of arrival. A turn belongs to the queue, not to
 * the call for which it was requested: each turn goes to the first in line, and if a
 * caller has gone, its turn goes to the next and is not lost. For most turns it is known
 * when they will come, so a call that cannot wait for any of them makes a new request,
 * and learns at once if that is in vain.
 */
final class QuotaQueue {

	private final Quota quota;

	private final int maxQueue;

	private final Supplier<GateRefusal> full;

	private final Supplier<GateRefusal> late;

	private final Time time;

	/** Guarded by this, as is everything below. */
	private final Deque<Waiter> waiting = new ArrayDeque<>();

	/** The turns that will come, in order. */
	private final List<Ask> promised = new ArrayList<>();

	/**
	 * Requested turns, perhaps for callers that have gone, about which nothing is known
	 * yet.
	 */
	private int unanswered;

	/** Not every waiter has a turn that was requested for it. */
	private boolean uneven;

	/**
	 * Create the queue.
	 * @param quota hands out the turns
	 * @param maxQueue how many may wait for their turn; those still waiting to learn when
	 * it comes do not count
	 * @param full the refusal when too many are waiting
	 * @param late the refusal when a turn would come too late
	 * @param time the clock of the turns
	 */
	QuotaQueue(Quota quota, int maxQueue, Supplier<GateRefusal> full, Supplier<GateRefusal> late, Time time) {
		this.quota = quota;
		this.maxQueue = maxQueue;
		this.full = full;
		this.late = late;
		this.time = time;
	}

	/** Like {@link Gate#pass}, with the longest wait in nanoseconds. */
	@Nullable CompletionStage<?> enter(long maxWait) {
		return (isEmpty() && this.quota.tryNow()) ? null : queue(Math.max(maxWait, 1));
	}

	private synchronized boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	private CompletionStage<?> queue(long maxWait) {
		Waiter waiter = new Waiter(this.time.nanos() + maxWait);
		boolean spare;
		synchronized (this) {
			if (queued() > 0 && queued() >= this.maxQueue) {
				return CompletableFuture.failedFuture(this.full.get());
			}
			spare = hasTurnFor(waiter);
			this.waiting.add(waiter);
			if (spare) {
				this.uneven = true;
			}
			else {
				asks(waiter);
			}
		}
		if (!spare) {
			reserve(waiter);
		}
		waiter.turn.whenComplete((ignored, error) -> leave(waiter));
		return waiter.turn;
	}

	/** How many already know that they have to wait. Guarded by this. */
	private int queued() {
		return this.waiting.size() - this.unanswered;
	}

	/**
	 * A spare turn will do if it comes in time and from the current source: a turn
	 * promised by a Redis that has gone is not waited for. Guarded by this.
	 */
	private boolean hasTurnFor(Waiter newcomer) {
		int before = this.waiting.size();
		if (before < this.promised.size()) {
			Ask turn = this.promised.get(before);
			return turn.time - newcomer.latest <= 0 && turn.source == this.quota.source();
		}
		return before < this.promised.size() + this.unanswered;
	}

	/** Guarded by this. */
	private void asks(Waiter waiter) {
		waiter.ask = new Ask(waiter, this.quota.source());
		this.unanswered++;
	}

	private void reserve(Waiter waiter) {
		Ask ask = waiter.ask;
		if (ask != null) {
			long maxWait = (this.maxQueue > 0) ? Math.max(waiter.latest - this.time.nanos(), 1) : 1;
			this.quota.reserve(maxWait, (wait) -> promised(ask, wait))
				.whenComplete((granted, error) -> came(ask, error != null || granted));
		}
	}

	/**
	 * If several calls ask at the same time, more may have to wait than are allowed to.
	 */
	private void promised(Ask ask, long wait) {
		Settlement settlement;
		Waiter refused;
		synchronized (this) {
			answered(ask);
			ask.time = this.time.nanos() + wait;
			insert(ask);
			refused = (queued() > this.maxQueue) ? take(ask.waiter) : null;
			settlement = settle();
		}
		if (refused != null) {
			refuse(refused, this.full.get());
		}
		carryOut(settlement);
	}

	private void came(Ask ask, boolean granted) {
		Settlement settlement;
		Waiter next;
		synchronized (this) {
			answered(ask);
			this.promised.remove(ask);
			next = granted ? this.waiting.pollFirst() : null;
			ask.declined = !granted;
			this.uneven |= next != ask.waiter;
			settlement = settle();
		}
		if (next != null) {
			grant(next);
		}
		carryOut(settlement);
	}

	/**
	 * What a call does next must not run on the thread that brought its turn, which may
	 * be one of the store's.
	 */
	private void grant(Waiter waiter) {
		this.time.alarm(0, () -> {
			if (!waiter.turn.complete(null)) {
				passOn();
			}
		});
	}

	/** The waiter that had the turn went away just before it came. */
	private void passOn() {
		Settlement settlement;
		Waiter next;
		synchronized (this) {
			next = this.waiting.pollFirst();
			this.uneven = true;
			settlement = settle();
		}
		if (next != null) {
			grant(next);
		}
		carryOut(settlement);
	}

	private void refuse(Waiter waiter, GateRefusal refusal) {
		this.time.alarm(0, () -> waiter.turn.completeExceptionally(refusal));
	}

	/** Guarded by this. */
	private void answered(Ask ask) {
		this.unanswered -= ask.answered ? 0 : 1;
		ask.answered = true;
	}

	/** Usually it comes last. Guarded by this. */
	private void insert(Ask ask) {
		int place = this.promised.size();
		while (place > 0 && this.promised.get(place - 1).time - ask.time > 0) {
			place--;
		}
		this.promised.add(place, ask);
	}

	/**
	 * The waiter that asked, or the last one if it has already been given another's turn.
	 */
	private @Nullable Waiter take(Waiter waiter) {
		return this.waiting.remove(waiter) ? waiter : this.waiting.pollLast();
	}

	/**
	 * Whoever has waited longest gets the first promised turn. A waiter without one may
	 * hope for an outstanding answer, and otherwise has to ask again; one that was told
	 * that no turn comes in time has to go. Guarded by this.
	 */
	private Settlement settle() {
		Settlement settlement = new Settlement();
		if (!this.uneven) {
			return settlement;
		}
		List<Waiter> without = withoutPromise();
		int hopes = this.unanswered - (int) without.stream().filter(Waiter::isUnanswered).count();
		for (Waiter waiter : without) {
			if (waiter.isUnanswered() || hopes-- > 0) {
				continue;
			}
			if (waiter.ask != null && waiter.ask.declined) {
				this.waiting.remove(waiter);
				settlement.refused.add(waiter);
			}
			else {
				asks(waiter);
				settlement.asking.add(waiter);
			}
		}
		this.uneven = !this.waiting.isEmpty();
		return settlement;
	}

	private List<Waiter> withoutPromise() {
		List<Waiter> without = new ArrayList<>();
		int next = 0;
		for (Waiter waiter : this.waiting) {
			if (next < this.promised.size() && this.promised.get(next).time - waiter.latest <= 0) {
				next++;
			}
			else {
				without.add(waiter);
			}
		}
		return without;
	}

	/** Not guarded, since it calls other code. */
	private void carryOut(Settlement settlement) {
		settlement.refused.forEach((waiter) -> refuse(waiter, ((this.maxQueue > 0) ? this.late : this.full).get()));
		settlement.asking.forEach(this::reserve);
	}

	/** It may no longer be queued: then its wait is over, and it has not gone. */
	private void leave(Waiter waiter) {
		if (!waiter.turn.isCompletedExceptionally()) {
			return;
		}
		synchronized (this) {
			if (this.waiting.remove(waiter)) {
				this.uneven = !this.waiting.isEmpty();
			}
		}
	}

	/** A waiting attempt. */
	private static final class Waiter {

		private final CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();

		/** When its turn has to come at the latest. */
		private final long latest;

		/** Its last request; none if there was a spare turn. */
		private @Nullable Ask ask;

		Waiter(long latest) {
			this.latest = latest;
		}

		boolean isUnanswered() {
			return this.ask != null && !this.ask.answered;
		}

	}

	/** A requested turn. */
	private static final class Ask {

		private final Waiter waiter;

		private final int source;

		private boolean answered;

		private boolean declined;

		/** When it will come, once promised. */
		private long time;

		Ask(Waiter waiter, int source) {
			this.waiter = waiter;
			this.source = source;
		}

	}

	/** What remains to be done once the lock is released. */
	private static final class Settlement {

		private final List<Waiter> refused = new ArrayList<>(0);

		private final List<Waiter> asking = new ArrayList<>(0);

	}

}
