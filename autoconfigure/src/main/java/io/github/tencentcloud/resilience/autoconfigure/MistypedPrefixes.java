package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Finds properties whose prefix is almost one of ours. Nobody else would tell: Boot
 * ignores them, and so would we.
 */
final class MistypedPrefixes {

	private static final List<String> OURS = List.of(PropertyPath.ROOT.text(), CredentialProperties.PREFIX,
			SigningProperties.PREFIX);

	/** Ours has two elements, and may have been torn apart. */
	private static final int MOST_ELEMENTS = 4;

	/**
	 * One letter less than the shortest of ours. Nearly all names that exist are not
	 * looked at more closely, since this takes its time while the JVM is cold.
	 */
	private static final int SHORTEST = SigningProperties.PREFIX.length() - 2;

	/** With hyphens and separators within. */
	private static final int LONGEST = CredentialProperties.PREFIX.length() + 8;

	private final Suspicions suspicions;

	MistypedPrefixes(Suspicions suspicions) {
		this.suspicions = suspicions;
	}

	void check(ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					check(enumerable, name);
				}
			}
		}
	}

	private void check(EnumerablePropertySource<?> source, String name) {
		Prefix prefix = Prefix.of(name);
		if (prefix != null) {
			this.suspicions.add(prefix.letters(), name, PropertySourceOrigin.get(source, name),
					"it has no effect, since no property of ours begins like this.",
					prefix.meant() + name.substring(prefix.text().length()));
		}
	}

	/**
	 * The beginning of a property's name.
	 *
	 * @param text as it is written
	 * @param letters its letters only
	 * @param elements how many elements it has
	 * @param separator what stands between them
	 */
	private record Prefix(String text, String letters, int elements, char separator) {

		/** The beginning that is like a prefix of ours, unless it is one. */
		static @Nullable Prefix of(String name) {
			char separator = (name.indexOf('.') < 0) ? '_' : '.';
			int end = -1;
			for (int elements = 1; elements <= MOST_ELEMENTS; elements++) {
				end = name.indexOf(separator, end + 1);
				if (end < 0 || end > LONGEST) {
					return null;
				}
				if (end < SHORTEST) {
					continue;
				}
				String text = name.substring(0, end);
				Prefix prefix = new Prefix(text, RelaxedNames.uniform(text), elements, separator);
				if (prefix.nearest() != null) {
					return prefix.isOurs() ? null : prefix;
				}
			}
			return null;
		}

		private @Nullable String nearest() {
			return OURS.stream().filter(this::isNear).findFirst().orElse(null);
		}

		/**
		 * A word of two letters, added at its end, makes a name of its own; and two
		 * letters are much of the shortest prefix.
		 */
		private boolean isNear(String ours) {
			String letters = RelaxedNames.uniform(ours);
			return Math.abs(letters.length() - this.letters.length()) <= 1
					&& Similarity.distance(this.letters, letters) <= (ours.equals(SigningProperties.PREFIX) ? 1 : 2);
		}

		private boolean isOurs() {
			return this.elements == 2 && OURS.stream()
				.anyMatch((ours) -> RelaxedNames.uniform(ours).equals(this.letters)
						&& RelaxedNames.uniform(this.text.substring(0, this.text.indexOf(this.separator)))
							.equals(ours.substring(0, ours.indexOf('.'))));
		}

		/** The prefix that was meant, in the same style. */
		String meant() {
			String ours = String.valueOf(nearest()).replace('.', this.separator);
			return this.text.equals(this.text.toUpperCase(Locale.ROOT)) ? ours.toUpperCase(Locale.ROOT) : ours;
		}

	}

}
