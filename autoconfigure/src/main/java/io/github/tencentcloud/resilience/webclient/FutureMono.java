package io.github.tencentcloud.resilience.webclient;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.Causes;

/**
 * Waits for a future of the engine. A cancelled subscription cancels it: the future is
 * the caller's own, and shared work behind it goes on.
 */
final class FutureMono {

	private FutureMono() {
	}

	/** The value, or empty in place of {@code null}. */
	static <T> Mono<T> of(CompletableFuture<@Nullable T> future) {
		if (future.isDone() && !future.isCompletedExceptionally()) {
			return Mono.justOrEmpty(future.join());
		}
		return Mono.create((sink) -> {
			sink.onCancel(() -> future.cancel(false));
			future.whenComplete((value, error) -> {
				if (error != null) {
					sink.error(Causes.unwrapped(error));
				}
				else {
					sink.success(value);
				}
			});
		});
	}

}
