package io.github.tencentcloud.resilience.signing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs a piece of work once for all who ask for it while it runs. It goes on when one of
 * them, or each of them, gives up waiting.
 *
 * @param <T> what the work results in
 */
final class SingleFlight<T extends @Nullable Object> {

	private final AtomicReference<@Nullable CompletableFuture<T>> running = new AtomicReference<>();

	/**
	 * The result of the work under way, or else of new work.
	 * @return a future of the caller's own, so that to cancel it harms nobody else
	 */
	CompletableFuture<T> run(Supplier<CompletableFuture<T>> work) {
		CompletableFuture<T> mine = new CompletableFuture<>();
		CompletableFuture<T> other = this.running.compareAndExchange(null, mine);
		if (other != null) {
			return other.copy();
		}
		CompletableFuture<T> result = mine.copy();
		begin(work).whenComplete((value, error) -> {
			// Cleared before the result goes out, so that who asks later starts anew.
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
