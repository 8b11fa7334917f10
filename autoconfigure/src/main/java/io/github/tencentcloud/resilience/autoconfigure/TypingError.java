package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What somebody did to a name by mistake, if it was a single thing. The shorter the name,
 * the more names are one letter away from it that exist or may come to exist, so only the
 * likelier errors count there.
 */
enum TypingError {

	/** Two letters next to each other have changed places. */
	SWAPPED(0),

	/** A letter is there twice that belongs there once, or the other way round. */
	DOUBLED(0),

	/** A letter is missing, or there is one too many. */
	MISSED(4),

	/** There is another letter in its place. */
	REPLACED(6);

	/** The length from which on this counts. */
	private final int from;

	TypingError(int from) {
		this.from = from;
	}

	/**
	 * The name that was meant.
	 * @param name what somebody wrote
	 * @param known the names that exist
	 * @return the name, or {@code null} if what is written exists, or may well be a name
	 * that is not known
	 */
	static @Nullable String meant(String name, Collection<String> known) {
		if (known.stream().anyMatch(name::equalsIgnoreCase)) {
			return null;
		}
		return known.stream()
			.map((candidate) -> Guess.of(name, candidate))
			.filter(Objects::nonNull)
			.min(Comparator.comparing(Guess::error).thenComparing(Guess::name))
			.map(Guess::name)
			.orElse(null);
	}

	/** What leads from one name to the other, whatever their case. */
	static @Nullable TypingError between(String one, String other) {
		int shorter = Math.min(one.length(), other.length());
		if (Math.max(one.length(), other.length()) - shorter > 1) {
			return null;
		}
		int begin = 0;
		while (begin < shorter && same(one.charAt(begin), other.charAt(begin))) {
			begin++;
		}
		int end = 0;
		while (end < shorter - begin
				&& same(one.charAt(one.length() - 1 - end), other.charAt(other.length() - 1 - end))) {
			end++;
		}
		TypingError error = error(one, other, begin, end);
		return (error != null && shorter >= error.from) ? error : null;
	}

	/** Versions of one name differ in a digit, which is no mistake. */
	private static @Nullable TypingError error(String one, String other, int begin, int end) {
		if (one.length() - begin - end > 2) {
			return null;
		}
		String rest = one.substring(begin, one.length() - end);
		String otherRest = other.substring(begin, other.length() - end);
		if ((rest + otherRest).chars().anyMatch(Character::isDigit)) {
			return null;
		}
		if (rest.length() + otherRest.length() == 1) {
			String longer = (one.length() > other.length()) ? one : other;
			return (begin > 0 && same(longer.charAt(begin - 1), longer.charAt(begin))) ? DOUBLED : MISSED;
		}
		if (rest.length() == 1 && otherRest.length() == 1) {
			return REPLACED;
		}
		return (rest.length() == 2 && rest.equalsIgnoreCase(new StringBuilder(otherRest).reverse().toString()))
				? SWAPPED : null;
	}

	private static boolean same(char one, char other) {
		return Character.toLowerCase(one) == Character.toLowerCase(other);
	}

	/** A name that may have been meant. */
	private record Guess(String name, TypingError error) {

		static @Nullable Guess of(String name, String candidate) {
			TypingError error = between(name, candidate);
			return (error != null) ? new Guess(candidate, error) : null;
		}

	}

}
