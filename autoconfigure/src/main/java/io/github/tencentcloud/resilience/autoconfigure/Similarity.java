package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name that somebody may have meant.
 */
final class Similarity {

	/** The number for two names that have nothing to do with each other. */
	static final int UNLIKELY = Integer.MAX_VALUE;

	private Similarity() {
	}

	/** How many typing errors two names are apart, whatever their spelling. */
	static int distance(String one, String other) {
		return distanceOfUniform(RelaxedNames.uniform(one), RelaxedNames.uniform(other));
	}

	private static int distanceOfUniform(String a, String b) {
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

	/**
	 * How many typing errors turn one name into another.
	 * @param name what somebody wrote, however long
	 * @param candidate what may have been meant
	 * @return the number, or {@link #UNLIKELY}
	 */
	static int errors(String name, String candidate) {
		return errorsOfUniform(RelaxedNames.uniform(name), candidate);
	}

	/**
	 * Every extra character is an error by itself, so most candidates need no closer
	 * look.
	 */
	private static int errorsOfUniform(String name, String candidate) {
		String uniform = RelaxedNames.uniform(candidate);
		int most = Math.max(1, uniform.length() / 3);
		if (Math.abs(name.length() - uniform.length()) > most) {
			return UNLIKELY;
		}
		int errors = distanceOfUniform(name, uniform);
		return (errors <= most) ? errors : UNLIKELY;
	}

	/** The name that was probably meant, or {@code null} if none is similar. */
	static @Nullable String nearest(String name, Collection<String> names) {
		return candidates(name, names).min(Comparator.comparingInt(Candidate::errors))
			.map(Candidate::name)
			.orElse(null);
	}

	/** The names that may have been meant, the most similar first. */
	static List<String> nearest(String name, Collection<String> names, int max) {
		return candidates(name, names).sorted(Comparator.comparingInt(Candidate::errors).thenComparing(Candidate::name))
			.limit(max)
			.map(Candidate::name)
			.toList();
	}

	private static Stream<Candidate> candidates(String name, Collection<String> names) {
		String uniform = RelaxedNames.uniform(name);
		return names.stream()
			.map((candidate) -> new Candidate(candidate, errorsOfUniform(uniform, candidate)))
			.filter((candidate) -> candidate.errors() != UNLIKELY);
	}

	/** A name, and how different it is from what was written. */
	private record Candidate(String name, int errors) {

	}

}
