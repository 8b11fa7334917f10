package io.github.tencentcloud.resilience;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an error comes of. Causes may go round in a circle, so there is a bound to how far
 * anybody looks.
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

}
