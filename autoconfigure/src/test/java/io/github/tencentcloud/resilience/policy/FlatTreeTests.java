package io.github.tencentcloud.resilience.policy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The YAML files are what people read and write; the flat ones say the same. After a
 * change {@code mvn -pl autoconfigure test -Dtest=FlatTreeTests -Dflat.update=true}
 * writes them anew.
 */
class FlatTreeTests {

	private static final Path FOLDER = Path.of("src/main/resources/io/github/tencentcloud/resilience/policy");

	@ParameterizedTest
	@ValueSource(strings = { "catalogue.yml", "actions.yml", "streams.yml" })
	void saysTheSame(String yaml) throws IOException {
		Path file = FOLDER.resolve(yaml + ".flat");
		StringBuilder flat = new StringBuilder();
		write(parse(yaml), flat);
		if (Boolean.getBoolean("flat.update")) {
			Files.writeString(file, flat);
		}
		assertThat(file).as("%s has changed: see the comment of this class", yaml).hasContent(flat.toString());
		StringBuilder again = new StringBuilder();
		write(FlatTree.read(yaml), again);
		assertThat(again).hasToString(flat.toString());
	}

	private static Object parse(String yaml) throws IOException {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		try (Reader reader = Files.newBufferedReader(FOLDER.resolve(yaml))) {
			return new Yaml(new SafeConstructor(options)).load(reader);
		}
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
			assertThat(value).isNotNull();
			assertThat(value.toString()).doesNotContain("\n");
			flat.append(FlatTree.TEXT).append(value).append('\n');
		}
	}

}
