package io.github.tencentcloud.resilience.signing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs a piece of work once for everyone who asks for it while it runs. It continues even
 * if some or all of them stop waiting.
 *
 * @param <T> what the work results in
 */
final class SingleFlight<T extends @Nullable Object> {

	private final AtomicReference<@Nullable CompletableFuture<T>> running = new AtomicReference<>();

	/**
	 * The result of the work under way, or else of new work.
	 * @return a future of the caller's own, so that cancelling it harms nobody else
	 */
	CompletableFuture<T> run(Supplier<CompletableFuture<T>> work) {
		CompletableFuture<T> mine = new CompletableFuture<>();
		CompletableFuture<T> other = this.running.compareAndExchange(null, mine);
		if (other != null) {
			return other.copy();
		}
		CompletableFuture<T> result = mine.copy();
		begin(work).whenComplete((value, error) -> {
			// Cleared before the result is published, so that later requests start new
			// work.
			this.running.set(null);
			Stages.complete(mine, value, error);
		});
		return result;
	}

	private static <T extends @Nullable Object> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> work) {
		try {
			return work.get();
		}
		catch (RuntimeException | LinkageError ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	boolean isRunning() {
		return this.running.get() != null;
	}

}
