package io.github.tencentcloud.resilience.engine;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that are waiting, for their turn or for a retry. When the application stops,
 * their waits end and no new ones begin.
 */
final class WaitingCalls {

	private final Set<CompletableFuture<?>> waits = ConcurrentHashMap.newKeySet();

	private volatile boolean open = true;

	boolean isOpen() {
		return this.open;
	}

	void open() {
		this.open = true;
	}

	/** From now on nobody waits. */
	void close() {
		this.open = false;
		this.waits.forEach((wait) -> wait.cancel(false));
	}

	/** A wait has begun. It is cancelled when the application stops. */
	void begun(CompletableFuture<?> wait) {
		this.waits.add(wait);
		if (!this.open) {
			wait.cancel(false);
		}
	}

	/** A wait is over, or nobody is waiting any more. */
	void over(CompletableFuture<?> wait) {
		this.waits.remove(wait);
	}

}
