package io.github.tencentcloud.resilience.demo.watch;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values in the place of variables, as Grafana does.
 *
 * @param values from name to value
 */
record Variables(Map<String, String> values) {

	/** Not {@code $1}, which belongs to {@code label_replace}. */
	private static final Pattern variable = Pattern.compile("\\$\\{([a-zA-Z_]\\w*)(?::\\w+)?}|\\$([a-zA-Z_]\\w*)");

	/** The variables that Grafana itself has a value for. */
	static Variables builtIn(int rateInterval, int range) {
		Map<String, String> values = new TreeMap<>();
		values.put("__rate_interval", rateInterval + "s");
		values.put("__rate_interval_ms", rateInterval * 1000 + "");
		values.put("__range", range + "s");
		values.put("__range_s", range + "");
		return new Variables(values);
	}

	Variables and(String name, String value) {
		Map<String, String> values = new TreeMap<>(this.values);
		values.put(name, value);
		return new Variables(values);
	}

	String fill(String text) {
		return variable.matcher(text).replaceAll((match) -> {
			String name = (match.group(1) != null) ? match.group(1) : match.group(2);
			String value = this.values.get(name);
			if (value == null) {
				throw new IllegalArgumentException("There is no variable $" + name + " for: " + text);
			}
			return Matcher.quoteReplacement(value);
		});
	}

	static Set<String> names(String text) {
		Set<String> names = new LinkedHashSet<>();
		variable.matcher(text)
			.results()
			.forEach((match) -> names.add((match.group(1) != null) ? match.group(1) : match.group(2)));
		return names;
	}

}
