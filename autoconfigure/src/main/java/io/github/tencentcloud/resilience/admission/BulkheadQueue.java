package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;

/**
 * A bulkhead and the attempts waiting for a place in it, served first come, first served.
 * Resilience4j's own bulkhead would block a thread, so it is told not to wait at all, and
 * the waiting is done here.
 */
final class BulkheadQueue {

	private final GuardedBulkhead bulkhead;

	private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger wake = new AtomicInteger();

	private volatile Duration maxWait = Duration.ZERO;

	BulkheadQueue(Bulkhead bulkhead, Duration maxWait) {
		this.bulkhead = new GuardedBulkhead(bulkhead);
		this.maxWait = maxWait;
	}

	/** More or fewer places, and another wait, from now on. */
	void retune(BulkheadConfig config, Duration maxWait) {
		this.maxWait = maxWait;
		this.bulkhead.changeConfig(config);
		serve();
	}

	/** Take a place, unless somebody else is already waiting. */
	boolean enter() {
		takeOverWait();
		return this.waiting.isEmpty() && this.bulkhead.enter();
	}

	/** How long to wait at most, zero for not at all. */
	Duration maxWait() {
		return this.maxWait;
	}

	void await(Waiter waiter) {
		this.waiting.add(waiter);
		// A place may have become free before this one was seen waiting.
		serve();
	}

	void giveUp(Waiter waiter) {
		this.waiting.remove(waiter);
	}

	void leave() {
		this.bulkhead.leave();
		serve();
	}

	BulkheadFullException full() {
		return this.bulkhead.full();
	}

	/**
	 * Only one thread at a time hands out free places, and continues on behalf of those
	 * it kept away. A place is only requested when one is free, since a failed request
	 * would count as a refusal.
	 */
	private void serve() {
		if (this.waiting.isEmpty() || this.wake.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		do {
			while (!this.waiting.isEmpty() && this.bulkhead.isFree() && this.bulkhead.enter()) {
				if (!serveNext()) {
					this.bulkhead.release();
				}
			}
			missed = this.wake.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private boolean serveNext() {
		for (Waiter waiter = this.waiting.poll(); waiter != null; waiter = this.waiting.poll()) {
			if (waiter.grant()) {
				return true;
			}
		}
		return false;
	}

	/** The configuration may come from outside, or be changed there. */
	private void takeOverWait() {
		BulkheadConfig config = this.bulkhead.config();
		if (!config.getMaxWaitDuration().isZero()) {
			this.maxWait = config.getMaxWaitDuration();
			this.bulkhead.changeConfig(BulkheadConfig.from(config).maxWaitDuration(Duration.ZERO).build());
		}
	}

	/** Someone who waits for a place. */
	interface Waiter {

		/**
		 * There is a place.
		 * @return whether it is still wanted, and so taken
		 */
		boolean grant();

	}

}
