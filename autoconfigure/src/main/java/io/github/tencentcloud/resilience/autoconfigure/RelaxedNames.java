package io.github.tencentcloud.resilience.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names as users write them: environment variables lose case, hyphens and underscores, so
 * {@code FLAKYPARTNER} and {@code flaky-partner} are the same.
 */
final class RelaxedNames {

	private RelaxedNames() {
	}

	/** The form in which names are compared. */
	static String uniform(String name) {
		StringBuilder uniform = new StringBuilder(name.length());
		String lowerCase = name.toLowerCase(Locale.ROOT);
		for (int i = 0; i < lowerCase.length(); i++) {
			if (Character.isLetterOrDigit(lowerCase.charAt(i))) {
				uniform.append(lowerCase.charAt(i));
			}
		}
		return uniform.toString();
	}

	/**
	 * A name that is both in a file and in an environment variable comes out of Boot's
	 * binder twice, with the same content; the spelling in the file wins.
	 */
	static <T> Map<String, T> withoutTwins(Map<String, T> map) {
		if (map.isEmpty()) {
			return Collections.emptyMap();
		}
		List<String> names = new ArrayList<>(map.keySet());
		names.sort(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
		Set<String> seen = new HashSet<>();
		names.removeIf((name) -> !seen.add(uniform(name)));
		Map<String, T> distinct = new LinkedHashMap<>(map);
		distinct.keySet().retainAll(names);
		return Collections.unmodifiableMap(distinct);
	}

}
