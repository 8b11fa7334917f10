package io.github.tencentcloud.resilience.signing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * What the JDK's stages leave to their users.
 */
final class Stages {

	private Stages() {
	}

	/** The error itself, without what one stage wraps it in for the next. */
	static Throwable cause(Throwable error) {
		return (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
	}

	/** Complete a future as another stage was; answers whether it was not yet. */
	static <T extends @Nullable Object> boolean complete(CompletableFuture<T> future, T value,
			@Nullable Throwable error) {
		return (error != null) ? future.completeExceptionally(cause(error)) : future.complete(value);
	}

}
