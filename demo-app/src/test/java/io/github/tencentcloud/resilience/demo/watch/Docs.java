package io.github.tencentcloud.resilience.demo.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The files that are tested here: those of {@code docs/}, and the tests' own resources.
 */
final class Docs {

	static final Path DIRECTORY = Path.of("../docs").toAbsolutePath().normalize();

	static final Path PROMETHEUS = DIRECTORY.resolve("prometheus");

	private static final JsonMapper json = JsonMapper.shared();

	private static final YAMLMapper yaml = new YAMLMapper();

	private Docs() {
	}

	static List<Path> list(Path directory, String suffix) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(suffix)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static JsonNode json(Path file) {
		return json.readTree(text(file));
	}

	static JsonNode yaml(Path file) {
		return yaml.readTree(text(file));
	}

	static JsonNode resource(String name) {
		try (InputStream stream = Docs.class.getResourceAsStream("/watch/" + name)) {
			return (name.endsWith(".json") ? json : yaml).readTree(stream);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void writeYaml(Path file, JsonNode content) {
		yaml.writeValue(file, content);
	}

}
