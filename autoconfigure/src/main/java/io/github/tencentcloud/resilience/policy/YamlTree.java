package io.github.tencentcloud.resilience.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Reads a built-in table in its YAML form. Used by the build, and by tests in an IDE
 * where the build has not run; applications need neither this nor the parser.
 */
final class YamlTree {

	private YamlTree() {
	}

	/**
	 * Read a resource next to this class.
	 * @param yaml the name of the file
	 * @return its content, with all scalars as text
	 */
	@SuppressWarnings("unchecked")
	static Map<String, Object> read(String yaml) {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		try (InputStream in = YamlTree.class.getResourceAsStream(yaml)) {
			if (in == null) {
				throw new IllegalStateException("Resource '" + yaml + "' is missing next to " + YamlTree.class);
			}
			return (Map<String, Object>) texts(new Yaml(new SafeConstructor(options)).load(in));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Resource '" + yaml + "' cannot be read", ex);
		}
	}

	private static Object texts(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<String, Object> texts = new LinkedHashMap<>();
			map.forEach((key, entry) -> texts.put(text(key), texts(entry)));
			return texts;
		}
		if (value instanceof List<?> list) {
			List<Object> texts = new ArrayList<>();
			list.forEach((element) -> texts.add(texts(element)));
			return texts;
		}
		return text(value);
	}

	private static String text(@Nullable Object value) {
		String text = String.valueOf(value);
		if (value == null || text.contains("\n")) {
			throw new IllegalStateException("A table may only hold text of one line, and not '" + text + "'");
		}
		return text;
	}

}
