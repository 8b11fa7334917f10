package io.github.tencentcloud.resilience.signing;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Runs a piece of work once for all who ask for it while it runs. It goes on when one of
 * them, or each of them, gives up waiting.
 *
 * @param <T> what the work results in
 */
final class SingleFlight<T> {

	private final AtomicReference<@Nullable Mono<T>> running = new AtomicReference<>();

	/** The result of the work under way, or else of new work. */
	Mono<T> run(Supplier<Mono<T>> work) {
		return Mono.defer(() -> {
			// Cleared before the result goes out, so that who asks later starts anew.
			Mono<T> mine = Mono.defer(work).doOnTerminate(() -> this.running.set(null)).cache();
			Mono<T> other = this.running.compareAndExchange(null, mine);
			return (other != null) ? other : mine;
		});
	}

	boolean isRunning() {
		return this.running.get() != null;
	}

}
