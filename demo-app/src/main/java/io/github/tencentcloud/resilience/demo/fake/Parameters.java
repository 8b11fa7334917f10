package io.github.tencentcloud.resilience.demo.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An action's parameters under the names that the API itself uses where it has no JSON:
 * {@code PhoneNumberSet.0}, {@code PhoneNumberSet.1}.
 */
class Parameters {

	private final Map<String, String> values;

	Parameters(Map<String, String> values) {
		this.values = Map.copyOf(values);
	}

	boolean has(String name) {
		return this.values.keySet().stream().anyMatch((key) -> key.equals(name) || key.startsWith(name + "."));
	}

	String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	long number(String name, long otherwise) {
		String value = this.values.get(name);
		try {
			return (value != null) ? Long.parseLong(value) : otherwise;
		}
		catch (NumberFormatException ex) {
			throw new ApiError("InvalidParameter", "The value of parameter `%s` is not an integer.".formatted(name));
		}
	}

	List<String> texts(String name) {
		List<String> texts = new ArrayList<>();
		for (String value = next(name, 0); value != null; value = next(name, texts.size())) {
			texts.add(value);
		}
		return texts;
	}

	private @Nullable String next(String name, int index) {
		return this.values.get(name + "." + index);
	}

}
