package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/configuration.md} lists exactly the properties that there are.
 */
class ConfigurationPageTests {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z<][^`]*)` \\|");

	@Test
	void listsEachPropertyAndNoOther() throws IOException {
		Set<String> documented = new TreeSet<>();
		Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/configuration.md")));
		while (rows.find()) {
			documented.add(rows.group(1));
		}
		Set<String> existing = new TreeSet<>();
		PropertySchema.of(TencentCloudResilienceProperties.class)
			.forEachKey("", (key, schema) -> existing.add(key.substring(1)));
		PropertySchema.of(CredentialProperties.class)
			.forEachKey(CredentialProperties.PREFIX, (key, schema) -> existing.add(key));
		PropertySchema.of(SigningProperties.class)
			.forEachKey(SigningProperties.PREFIX, (key, schema) -> existing.add(key));
		existing.removeIf((key) -> key.startsWith("products.<name>.circuit-breaker.")
				|| key.startsWith("products.<name>.retry-budget.")
				|| key.startsWith("products.<name>.adaptive-throttling."));
		assertThat(documented).isEqualTo(existing);
	}

}
