package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Collection;
import java.util.Comparator;

import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody may have meant.
 */
final class Similarity {

	private Similarity() {
	}

	/** How many typing errors lie between two names, whatever way they are spelled. */
	static int distance(String one, String other) {
		String a = RelaxedNames.uniform(one);
		String b = RelaxedNames.uniform(other);
		int[][] distance = new int[a.length() + 1][b.length() + 1];
		for (int i = 0; i <= a.length(); i++) {
			for (int j = 0; j <= b.length(); j++) {
				distance[i][j] = (i == 0 || j == 0) ? i + j : step(distance, a, b, i, j);
			}
		}
		return distance[a.length()][b.length()];
	}

	private static int step(int[][] distance, String a, String b, int i, int j) {
		int substitution = distance[i - 1][j - 1] + ((a.charAt(i - 1) != b.charAt(j - 1)) ? 1 : 0);
		int best = Math.min(substitution, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
		boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
		return swapped ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
	}

	/** Whether so many typing errors in a name are likely. */
	static boolean isLikely(int distance, String name) {
		return distance <= Math.max(1, RelaxedNames.uniform(name).length() / 3);
	}

	/** The name that was probably meant, or {@code null} if none is near. */
	static @Nullable String nearest(String name, Collection<String> names) {
		return names.stream()
			.filter((candidate) -> isLikely(distance(name, candidate), candidate))
			.min(Comparator.comparingInt((candidate) -> distance(name, candidate)))
			.orElse(null);
	}

}
