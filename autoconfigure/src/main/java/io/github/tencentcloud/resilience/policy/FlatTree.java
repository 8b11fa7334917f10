package io.github.tencentcloud.resilience.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a table that the build has converted from YAML into a flat file: one value per
 * line, so no parser is needed. At start-up a YAML parser that is still cold would take
 * twenty times as long, and longer than all the rest of this library. Where the build has
 * not run, as in an IDE, the YAML itself is read.
 */
final class FlatTree {

	/** What is added to the name of the YAML file. */
	static final String SUFFIX = ".flat";

	/** Before the entries of a map, each of which is a key and a value. */
	static final char MAP = '{';

	/** Before the elements of a list. */
	static final char LIST = '[';

	/** After the last of either. */
	static final char END = '.';

	/** Before a text or a key. */
	static final char TEXT = ' ';

	private final String text;

	private final String resource;

	private int position;

	private FlatTree(String text, String resource) {
		this.text = text;
		this.resource = resource;
	}

	/**
	 * Read a resource next to this class.
	 * @param yaml the name of the YAML file
	 * @return its content, with all scalars as text
	 */
	@SuppressWarnings("unchecked")
	static Map<String, Object> read(String yaml) {
		String resource = yaml + SUFFIX;
		try (InputStream in = FlatTree.class.getResourceAsStream(resource)) {
			if (in == null) {
				return YamlTree.read(yaml);
			}
			FlatTree tree = new FlatTree(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
			return (Map<String, Object>) tree.value(tree.line());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Resource '" + resource + "' cannot be read", ex);
		}
	}

	private Object value(String line) {
		return switch (line.charAt(0)) {
			case MAP -> map();
			case LIST -> list();
			default -> line.substring(1);
		};
	}

	private Map<String, Object> map() {
		Map<String, Object> map = new LinkedHashMap<>();
		for (String line = line(); line.charAt(0) != END; line = line()) {
			map.put(line.substring(1), value(line()));
		}
		return map;
	}

	private List<Object> list() {
		List<Object> list = new ArrayList<>();
		for (String line = line(); line.charAt(0) != END; line = line()) {
			list.add(value(line));
		}
		return list;
	}

	private String line() {
		int end = this.text.indexOf('\n', this.position);
		if (end <= this.position) {
			throw new IllegalStateException("Resource '" + this.resource + "' ends too early");
		}
		String line = this.text.substring(this.position, end);
		this.position = end + 1;
		return line;
	}

}
