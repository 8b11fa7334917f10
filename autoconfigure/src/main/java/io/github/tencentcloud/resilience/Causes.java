package io.github.tencentcloud.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * The causes of an error. They may form a cycle, so the search is bounded.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class Causes {

	private static final int MAX = 16;

	private Causes() {
	}

	/**
	 * The error and its causes.
	 * @param error the error, or {@code null} for none
	 * @return the causes, the outermost one first
	 */
	public static List<Throwable> of(@Nullable Throwable error) {
		List<Throwable> causes = new ArrayList<>();
		for (Throwable t = error; t != null && causes.size() < MAX; t = t.getCause()) {
			causes.add(t);
		}
		return causes;
	}

	/**
	 * The error itself, without the wrapper that a stage puts around it.
	 * @param error what a stage ended with
	 * @return its cause if it is a {@link CompletionException}, else the same
	 */
	public static Throwable unwrapped(Throwable error) {
		return (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
	}

}
