package io.github.tencentcloud.resilience.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Converts the YAML files for {@link FlatTree}. Run by the build after compiling; not
 * part of the jar.
 */
public final class FlatTreeWriter {

	/** The built-in tables. */
	static final List<String> TABLES = List.of("catalogue.yml", "actions.yml", "streams.yml", "names.yml");

	private FlatTreeWriter() {
	}

	/**
	 * Write each table next to its YAML file.
	 * @param args the folder with the compiled classes
	 * @throws IOException if a file cannot be written
	 */
	public static void main(String[] args) throws IOException {
		Path folder = Path.of(args[0], FlatTreeWriter.class.getPackageName().split("\\."));
		for (String yaml : TABLES) {
			Files.writeString(folder.resolve(yaml + FlatTree.SUFFIX), write(YamlTree.read(yaml)));
		}
	}

	static String write(Map<String, Object> tree) {
		StringBuilder flat = new StringBuilder();
		write(tree, flat);
		return flat.toString();
	}

	private static void write(Object value, StringBuilder flat) {
		if (value instanceof Map<?, ?> map) {
			flat.append(FlatTree.MAP).append('\n');
			map.forEach((key, entry) -> {
				write(key, flat);
				write(entry, flat);
			});
			flat.append(FlatTree.END).append('\n');
		}
		else if (value instanceof List<?> list) {
			flat.append(FlatTree.LIST).append('\n');
			list.forEach((element) -> write(element, flat));
			flat.append(FlatTree.END).append('\n');
		}
		else {
			flat.append(FlatTree.TEXT).append(value).append('\n');
		}
	}

}
