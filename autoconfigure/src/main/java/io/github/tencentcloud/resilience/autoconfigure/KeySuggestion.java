package io.github.tencentcloud.resilience.autoconfigure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.autoconfigure.PropertySchema.Entries;
import io.github.tencentcloud.resilience.autoconfigure.PropertySchema.Group;
import io.github.tencentcloud.resilience.autoconfigure.PropertySchema.Table;

/**
 * The known key that is nearest to an unknown one.
 *
 * @param key the key below the prefix
 * @param errors how many typing errors apart the two are
 */
record KeySuggestion(String key, int errors) {

	/**
	 * Every way to join the elements is tried. The longest key has nine words, and names
	 * may add some more.
	 */
	private static final int MAX_ELEMENTS = 32;

	/** No key is half as long, so whatever is longer is not a misspelling of one. */
	private static final int MAX_LENGTH = 100;

	/**
	 * Find the nearest known key.
	 * @param schema which keys exist
	 * @param elements the elements of the unknown key below the prefix
	 * @param variable whether it is an environment variable, where one key may have been
	 * split into several elements
	 */
	static @Nullable KeySuggestion of(PropertySchema schema, List<String> elements, boolean variable) {
		return (elements.size() <= MAX_ELEMENTS) ? search(schema, elements, variable) : null;
	}

	private static @Nullable KeySuggestion search(PropertySchema schema, List<String> elements, boolean variable) {
		if (schema instanceof Group group) {
			return ofGroup(group, elements, variable);
		}
		if (schema instanceof Entries entries) {
			return ofEntries(entries, elements, variable);
		}
		boolean complete = (schema instanceof Table) ? !elements.isEmpty() : elements.isEmpty();
		return complete ? new KeySuggestion(String.join(".", elements), 0) : null;
	}

	private static @Nullable KeySuggestion ofGroup(Group group, List<String> elements, boolean variable) {
		KeySuggestion best = null;
		List<String> names = names(elements, variable ? elements.size() : 1);
		for (Map.Entry<String, PropertySchema> candidate : group.keys().entrySet()) {
			for (int i = 1; i <= names.size(); i++) {
				int errors = Similarity.errors(names.get(i - 1), candidate.getKey());
				if (errors != Similarity.UNLIKELY) {
					best = better(best, candidate.getKey(), errors,
							search(candidate.getValue(), elements.subList(i, elements.size()), variable));
				}
			}
		}
		return best;
	}

	/** What the first element, the first two, and so on may have been when joined. */
	private static List<String> names(List<String> elements, int most) {
		List<String> names = new ArrayList<>();
		StringBuilder name = new StringBuilder();
		for (String element : elements.subList(0, Math.min(most, elements.size()))) {
			name.append(element);
			if (name.length() > MAX_LENGTH) {
				break;
			}
			names.add(name.toString());
		}
		return names;
	}

	/** A name with dots takes several elements, and has to be in brackets. */
	private static @Nullable KeySuggestion ofEntries(Entries entries, List<String> elements, boolean variable) {
		KeySuggestion best = null;
		for (int i = 1; i < elements.size(); i++) {
			String name = String.join(".", elements.subList(0, i));
			best = better(best, (i > 1) ? "[" + name + "]" : name, i - 1,
					search(entries.entry(), elements.subList(i, elements.size()), variable));
		}
		return best;
	}

	private static @Nullable KeySuggestion better(@Nullable KeySuggestion best, String key, int errors,
			@Nullable KeySuggestion rest) {
		if (rest == null || (best != null && best.errors <= errors + rest.errors)) {
			return best;
		}
		return new KeySuggestion(rest.key.isEmpty() ? key : key + "." + rest.key, errors + rest.errors);
	}

	/** Where else the last element of an unknown key exists. */
	static List<String> elsewhere(PropertySchema schema, String prefix, String last) {
		List<String> keys = new ArrayList<>();
		String uniform = RelaxedNames.uniform(last);
		schema.forEachKey(prefix, (key, value) -> {
			String candidate = key.substring(key.lastIndexOf('.') + 1);
			if (RelaxedNames.uniform(candidate).equals(uniform)) {
				keys.add(key);
			}
		});
		keys.sort(Comparator.comparingInt(String::length));
		return keys;
	}

}
