package io.github.tencentcloud.resilience.demo.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An action's parameters under the names that the API itself uses where it has no JSON:
 * {@code PhoneNumberSet.0}, {@code PhoneNumberSet.1}.
 */
class Parameters {

	private static final JsonMapper mapper = JsonMapper.shared();

	private final Map<String, String> values;

	Parameters(Map<String, String> values) {
		this.values = Map.copyOf(values);
	}

	static Parameters ofJson(String body) {
		try {
			Map<String, String> values = new TreeMap<>();
			flatten("", mapper.readTree(body), values);
			return new Parameters(values);
		}
		catch (JacksonException ex) {
			throw new ApiError("InvalidParameter", "The request body is not valid JSON.");
		}
	}

	private static void flatten(String path, JsonNode node, Map<String, String> values) {
		if (node.isObject()) {
			node.properties()
				.forEach((property) -> flatten(join(path, property.getKey()), property.getValue(), values));
		}
		else if (node.isArray()) {
			for (int i = 0; i < node.size(); i++) {
				flatten(join(path, String.valueOf(i)), node.get(i), values);
			}
		}
		else if (node.isValueNode() && !node.isNull()) {
			values.put(path, node.asString());
		}
	}

	private static String join(String path, String name) {
		return path.isEmpty() ? name : path + "." + name;
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
