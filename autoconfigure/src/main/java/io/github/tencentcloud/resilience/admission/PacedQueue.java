package io.github.tencentcloud.resilience.admission;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Time;

/**
 * Releases the attempts of one key at their current rate. Waiting attempts are released
 * one by one rather than scheduled in advance, so that a new rate takes effect at once.
 * Retries go first, since their callers have waited longest. Guarded by itself; no other
 * code is called while the lock is held.
 */
final class PacedQueue {

	/** Pacing continues for this long after the last throttled answer. */
	private static final long QUIET = TimeUnit.SECONDS.toNanos(30);

	/** How late a timer may be without lowering the rate. */
	private static final long LATENESS = TimeUnit.MILLISECONDS.toNanos(20);

	private static final double SECOND = 1e9;

	private final PaceKey key;

	private final PacingSettings settings;

	private final Time time;

	private final PacedRate rate;

	private final Deque<Waiter> retries = new ArrayDeque<>();

	private final Deque<Waiter> first = new ArrayDeque<>();

	/** When the next attempt may go. */
	private long slot;

	/**
	 * How long an answer that is not throttled takes. An attempt with less time left is
	 * not sent.
	 */
	private double latency;

	private boolean timer;

	PacedQueue(PaceKey key, PacingSettings settings, Time time, double recent, long now) {
		this.key = key;
		this.settings = settings;
		this.time = time;
		this.rate = new PacedRate(settings.minRate(), recent, now);
		this.slot = now + this.rate.interval(now);
	}

	synchronized boolean isQuiet(long now) {
		return now - this.rate.since() > QUIET && this.retries.isEmpty() && this.first.isEmpty();
	}

	synchronized PaceLevel level(long now) {
		return new PaceLevel(this.key.product(), this.key.action(), this.key.region(), this.key.account(),
				this.rate.perSecond(now), this.first.size() + this.retries.size());
	}

	synchronized void answered(boolean throttled, long sent, long now) {
		if (throttled) {
			this.rate.throttled(sent, now);
			return;
		}
		long took = now - sent;
		this.latency += (this.latency == 0) ? took : (took - this.latency) / 8;
		this.rate.succeeded(sent);
	}

	synchronized @Nullable CompletionStage<?> pass(boolean retry, long now, long deadline) {
		if (this.retries.isEmpty() && this.first.isEmpty() && this.slot - now <= 0) {
			take(now);
			return null;
		}
		int ahead = retry ? this.retries.size() : this.retries.size() + this.first.size();
		long latest = deadline - (long) this.latency;
		long turn = Math.max(this.slot, now) + ahead * this.rate.interval(now);
		if (turn - latest > 0) {
			return CompletableFuture.failedFuture(new GateRefusal(tooLate(turn - now, now)));
		}
		if (!retry && this.first.size() >= this.settings.maxQueue()) {
			return CompletableFuture.failedFuture(new GateRefusal(full()));
		}
		Waiter waiter = new Waiter(latest);
		(retry ? this.retries : this.first).add(waiter);
		startTimer(now);
		waiter.turn.whenComplete((ignored, error) -> leave(waiter, error));
		return waiter.turn;
	}

	private void take(long now) {
		this.slot = Math.max(this.slot, now - LATENESS) + this.rate.interval(now);
		this.rate.sent(now);
	}

	private void startTimer(long now) {
		if (!this.timer) {
			this.time.alarm(Math.max(this.slot - now, 0), this::onTimer);
			this.timer = true;
		}
	}

	private void onTimer() {
		for (Waiter due : due(this.time.nanos())) {
			Waiter waiter = due;
			while (waiter != null && !waiter.go()) {
				waiter = successor();
			}
		}
	}

	private synchronized List<Waiter> due(long now) {
		this.timer = false;
		List<Waiter> due = new ArrayList<>(1);
		Deque<Waiter> queue = queue();
		while (!queue.isEmpty() && (this.slot - now <= 0 || queue.element().latest - now < 0)) {
			Waiter waiter = queue.remove();
			due.add(waiter);
			if (waiter.latest - now < 0) {
				waiter.refusal = new GateRefusal(tooLate(Math.max(this.slot - now, 0), now));
			}
			else {
				take(now);
			}
			queue = queue();
		}
		if (!queue.isEmpty()) {
			startTimer(now);
		}
		return due;
	}

	/** The turn of a waiter that has just gone belongs to the next one. */
	private synchronized @Nullable Waiter successor() {
		return queue().poll();
	}

	private Deque<Waiter> queue() {
		return this.retries.isEmpty() ? this.first : this.retries;
	}

	private void leave(Waiter waiter, @Nullable Throwable error) {
		if (error == null) {
			return;
		}
		synchronized (this) {
			if (!this.first.remove(waiter)) {
				this.retries.remove(waiter);
			}
		}
	}

	private String tooLate(long wait, long now) {
		return String.format(Locale.ROOT,
				"The server throttles %s.%s, so %.1f calls a second are sent, and the turn of this one would come in "
						+ "%.1f s, after its deadline (tencentcloud.resilience.adaptive-throttling)",
				this.key.product(), this.key.action(), this.rate.perSecond(now), wait / SECOND);
	}

	private String full() {
		return "The server throttles " + this.key.product() + "." + this.key.action() + ", and "
				+ this.settings.maxQueue()
				+ " calls are waiting already (tencentcloud.resilience.adaptive-throttling.max-queue)";
	}

	/** A waiting attempt. */
	private static final class Waiter {

		private final CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();

		private final long latest;

		private @Nullable GateRefusal refusal;

		Waiter(long latest) {
			this.latest = latest;
		}

		/** Whether its turn is used up; a refused waiter has none to pass on. */
		boolean go() {
			GateRefusal refusal = this.refusal;
			if (refusal != null) {
				this.turn.completeExceptionally(refusal);
				return true;
			}
			return this.turn.complete(null);
		}

	}

}
