package io.github.tencentcloud.resilience.signing;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Causes;

/**
 * Helpers for the JDK's completion stages.
 */
final class Stages {

	private Stages() {
	}

	/** Whoever waits for the one waits for the other, until he goes. */
	static void cancelWith(CompletableFuture<?> future, CompletableFuture<?> source) {
		if (!source.isDone()) {
			future.whenComplete((value, error) -> source.cancel(false));
		}
	}

	/** Complete a future like another stage; returns whether that was the first time. */
	static <T extends @Nullable Object> boolean complete(CompletableFuture<T> future, T value,
			@Nullable Throwable error) {
		return (error != null) ? future.completeExceptionally(Causes.unwrapped(error)) : future.complete(value);
	}

}
