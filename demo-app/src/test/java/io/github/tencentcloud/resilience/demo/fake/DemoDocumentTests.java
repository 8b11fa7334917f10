package io.github.tencentcloud.resilience.demo.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares {@code docs/demo.md} with the scenarios and the pictures that there are.
 */
class DemoDocumentTests {

	private static final Path docs = Path.of("..", "docs");

	private final String text = read();

	private static String read() {
		try {
			return Files.readString(docs.resolve("demo.md"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void saysWhatEachScenarioShows() {
		assertThat(matches("(?m)^\\| `([a-z-]+)` \\| .{20,} \\|$"))
			.containsExactlyElementsOf(Scenario.sentences().keySet());
	}

	@Test
	void hasSmallPictures() throws IOException {
		List<String> pictures = matches("images/demo-\\w+\\.png").stream().distinct().toList();
		assertThat(pictures).hasSize(3);
		for (String picture : pictures) {
			assertThat(Files.size(docs.resolve(picture))).as(picture).isBetween(10_000L, 300_000L);
		}
	}

	private List<String> matches(String pattern) {
		return Pattern.compile(pattern)
			.matcher(this.text)
			.results()
			.map((MatchResult match) -> match.group(match.groupCount()))
			.toList();
	}

}
