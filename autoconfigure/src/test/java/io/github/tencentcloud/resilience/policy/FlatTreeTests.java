package io.github.tencentcloud.resilience.policy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The YAML files are what people read and write; the flat ones, which the build makes of
 * them, say the same.
 */
class FlatTreeTests {

	static final List<String> TABLES = FlatTreeWriter.TABLES;

	/**
	 * Also that it is there: what is missing would only cost time, and be noticed late.
	 */
	@ParameterizedTest
	@FieldSource("TABLES")
	void saysTheSame(String yaml) throws IOException {
		String hint = "%s%s is written by the build: mvn -pl autoconfigure process-classes".formatted(yaml,
				FlatTree.SUFFIX);
		try (InputStream flat = FlatTree.class.getResourceAsStream(yaml + FlatTree.SUFFIX)) {
			assertThat(flat).as(hint).isNotNull();
			assertThat(new String(flat.readAllBytes(), StandardCharsets.UTF_8)).as(hint)
				.isEqualTo(FlatTreeWriter.write(YamlTree.read(yaml)));
		}
	}

	@ParameterizedTest
	@FieldSource("TABLES")
	void isReadAsItWasWritten(String yaml) {
		Map<String, Object> tree = FlatTree.read(yaml);
		assertThat(tree).isNotEmpty().isEqualTo(YamlTree.read(yaml));
		assertThat(FlatTreeWriter.write(tree)).isEqualTo(FlatTreeWriter.write(YamlTree.read(yaml)));
	}

	@Test
	void isWrittenBesideTheClasses(@TempDir Path classes) throws IOException {
		Path folder = Files.createDirectories(classes.resolve("io/github/tencentcloud/resilience/policy"));
		FlatTreeWriter.main(new String[] { classes.toString() });
		assertThat(folder).isDirectoryContaining("glob:**/catalogue.yml.flat")
			.isDirectoryContaining("glob:**/actions.yml.flat")
			.isDirectoryContaining("glob:**/streams.yml.flat");
	}

	@Test
	void structureIsKept() {
		Map<String, Object> tree = new LinkedHashMap<>();
		tree.put("text", "a: b");
		tree.put("empty", "");
		tree.put("list", List.of("1", List.of(), Map.of("{", ".")));
		assertThat(FlatTreeWriter.write(tree))
			.isEqualTo("{\n text\n a: b\n empty\n \n list\n[\n 1\n[\n.\n{\n {\n .\n.\n.\n.\n");
	}

	/** So that an IDE needs no build of Maven's. */
	@Test
	void yamlIsReadWhereNothingWasWritten() throws Exception {
		URL[] classes = { FlatTree.class.getProtectionDomain().getCodeSource().getLocation() };
		try (URLClassLoader ide = new URLClassLoader(classes, getClass().getClassLoader()) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				if (!name.startsWith(FlatTree.class.getPackageName())) {
					return super.loadClass(name, resolve);
				}
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}

			@Override
			public URL getResource(String name) {
				return name.endsWith(FlatTree.SUFFIX) ? null : super.getResource(name);
			}

		}) {
			Class<?> reader = ide.loadClass(FlatTree.class.getName());
			assertThat(reader).isNotEqualTo(FlatTree.class);
			var read = reader.getDeclaredMethod("read", String.class);
			read.setAccessible(true);
			assertThat(read.invoke(null, "actions.yml")).isEqualTo(FlatTree.read("actions.yml"));
		}
	}

}
