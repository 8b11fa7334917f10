package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.event.BulkheadEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of Resilience4j's bulkheads, whose listeners belong to the application. It notifies
 * them after a place has been taken or given back, so if one of them throws, the result
 * is lost, and the place would be, too. The exception is logged once.
 */
final class GuardedBulkhead {

	private static final Logger logger = LoggerFactory.getLogger(GuardedBulkhead.class);

	private final Bulkhead bulkhead;

	private final AtomicBoolean warned = new AtomicBoolean();

	/** The result for this thread. Only listened for once a listener has thrown. */
	private final ThreadLocal<BulkheadEvent.@Nullable Type> answer = new ThreadLocal<>();

	GuardedBulkhead(Bulkhead bulkhead) {
		this.bulkhead = bulkhead;
	}

	BulkheadConfig config() {
		return this.bulkhead.getBulkheadConfig();
	}

	void changeConfig(BulkheadConfig config) {
		this.bulkhead.changeConfig(config);
	}

	boolean isFree() {
		return this.bulkhead.getMetrics().getAvailableConcurrentCalls() > 0;
	}

	/** Take a place if there is one. */
	boolean enter() {
		boolean free = isFree();
		if (this.warned.get()) {
			this.answer.remove();
		}
		try {
			return this.bulkhead.tryAcquirePermission();
		}
		catch (Throwable ex) {
			boolean entered = entered(free);
			failed(ex);
			return entered;
		}
	}

	/**
	 * Only certain from the second exception on. Until then, or if a listener before ours
	 * throws, it is what it looked like a moment ago.
	 */
	private boolean entered(boolean free) {
		BulkheadEvent.Type answer = this.answer.get();
		return (answer != null) ? answer == BulkheadEvent.Type.CALL_PERMITTED : free;
	}

	/** Give back a place that was used. */
	void leave() {
		try {
			this.bulkhead.onComplete();
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/** Give back a place that nobody wanted. */
	void release() {
		this.bulkhead.releasePermission();
	}

	BulkheadFullException full() {
		return BulkheadFullException.createBulkheadFullException(this.bulkhead);
	}

	private void failed(Throwable fault) {
		if (this.warned.compareAndSet(false, true)) {
			this.bulkhead.getEventPublisher().onEvent(this::heard);
			logger.warn("Calls go on, but a listener of bulkhead '{}' failed; this is logged once. Fix what threw this",
					this.bulkhead.getName(), fault);
		}
		if (fault instanceof VirtualMachineError error) {
			throw error;
		}
	}

	/**
	 * A listener that itself requests a place does so after it has been notified, so only
	 * the first event counts.
	 */
	private void heard(BulkheadEvent event) {
		if (event.getEventType() != BulkheadEvent.Type.CALL_FINISHED && this.answer.get() == null) {
			this.answer.set(event.getEventType());
		}
	}

}
