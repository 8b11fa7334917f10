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
 * A bulkhead of Resilience4j's, whose listeners are somebody else's. It tells them of a
 * place when that is taken or given back already; so if one of them throws, the answer is
 * lost, and with it the place would be. That is logged once.
 */
final class GuardedBulkhead {

	private static final Logger logger = LoggerFactory.getLogger(GuardedBulkhead.class);

	private final Bulkhead bulkhead;

	private final AtomicBoolean warned = new AtomicBoolean();

	/** What this thread was answered. Nobody listens before a listener has thrown. */
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
	 * Only from the second fault on this is known for sure; until then, and after a
	 * listener that is told even before ours, it is as it looked a moment before.
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

	/** Give back a place that nobody has wanted. */
	void release() {
		this.bulkhead.releasePermission();
	}

	BulkheadFullException full() {
		return BulkheadFullException.createBulkheadFullException(this.bulkhead);
	}

	private void failed(Throwable fault) {
		if (this.warned.compareAndSet(false, true)) {
			this.bulkhead.getEventPublisher().onEvent(this::heard);
			logger.warn(
					"Calls go on, but a listener of bulkhead '{}' failed; this is logged once. Mend what threw this",
					this.bulkhead.getName(), fault);
		}
		if (fault instanceof VirtualMachineError error) {
			throw error;
		}
	}

	/** What a listener asks for comes after what it was told of. */
	private void heard(BulkheadEvent event) {
		if (event.getEventType() != BulkheadEvent.Type.CALL_FINISHED && this.answer.get() == null) {
			this.answer.set(event.getEventType());
		}
	}

}
