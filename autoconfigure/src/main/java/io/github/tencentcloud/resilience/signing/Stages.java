package io.github.tencentcloud.resilience.signing;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Causes;

/**
 * What the JDK's stages leave to their users.
 */
final class Stages {

	private Stages() {
	}

	/** Complete a future as another stage was; answers whether it was not yet. */
	static <T extends @Nullable Object> boolean complete(CompletableFuture<T> future, T value,
			@Nullable Throwable error) {
		return (error != null) ? future.completeExceptionally(Causes.unwrapped(error)) : future.complete(value);
	}

}
