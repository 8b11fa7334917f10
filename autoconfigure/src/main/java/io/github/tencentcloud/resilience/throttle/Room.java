package io.github.tencentcloud.resilience.throttle;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bulkhead, and those who wait for a place in it, served in the order in which they
 * came. Resilience4j's bulkhead would let a thread wait; so it is told not to wait at
 * all, and the waiting is done here.
 */
final class Room {

	private static final Logger logger = LoggerFactory.getLogger(Room.class);

	private final Bulkhead bulkhead;

	private final Queue<Seat> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger wake = new AtomicInteger();

	private volatile Duration maxWait = Duration.ZERO;

	Room(Bulkhead bulkhead) {
		this.bulkhead = bulkhead;
	}

	/** Take a place unless somebody else has been waiting for it. */
	boolean enter() {
		takeOverWait();
		return this.waiting.isEmpty() && this.bulkhead.tryAcquirePermission();
	}

	/** How long to wait at the most, zero if not at all. */
	Duration maxWait() {
		return this.maxWait;
	}

	void await(Seat seat) {
		this.waiting.add(seat);
		// A place may have become free before this one was seen waiting.
		serve();
	}

	void giveUp(Seat seat) {
		this.waiting.remove(seat);
	}

	void leave() {
		try {
			this.bulkhead.onComplete();
		}
		catch (RuntimeException ex) {
			// The place is free by then. The call has its answer, whatever a listener
			// does.
			logger.warn("A listener of bulkhead '{}' failed", this.bulkhead.getName(), ex);
		}
		serve();
	}

	BulkheadFullException full() {
		return BulkheadFullException.createBulkheadFullException(this.bulkhead);
	}

	/** One at a time gives out the free places, and makes up for those it kept away. */
	private void serve() {
		if (this.waiting.isEmpty() || this.wake.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		do {
			while (!this.waiting.isEmpty() && isFree() && this.bulkhead.tryAcquirePermission()) {
				if (!serveNext()) {
					this.bulkhead.releasePermission();
				}
			}
			missed = this.wake.addAndGet(-missed);
		}
		while (missed != 0);
	}

	/** Asking in vain would be counted as a refusal. */
	private boolean isFree() {
		return this.bulkhead.getMetrics().getAvailableConcurrentCalls() > 0;
	}

	private boolean serveNext() {
		for (Seat seat = this.waiting.poll(); seat != null; seat = this.waiting.poll()) {
			if (seat.take()) {
				return true;
			}
		}
		return false;
	}

	/** The configuration may come, or be changed, from outside. */
	private void takeOverWait() {
		BulkheadConfig config = this.bulkhead.getBulkheadConfig();
		if (!config.getMaxWaitDuration().isZero()) {
			this.maxWait = config.getMaxWaitDuration();
			this.bulkhead.changeConfig(BulkheadConfig.from(config).maxWaitDuration(Duration.ZERO).build());
		}
	}

}
