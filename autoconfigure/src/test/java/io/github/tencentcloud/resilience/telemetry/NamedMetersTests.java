package io.github.tencentcloud.resilience.telemetry;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.tencentcloud.resilience.docs.Pages;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever meter, observation or logger of ours a page names exists: some source of the
 * library has the name as a text.
 */
class NamedMetersTests {

	private static final Pattern METER = Pattern.compile("tencentcloud\\.client\\.[a-z.]+[a-z]");

	private static final Pattern PROMETHEUS = Pattern
		.compile("\\btencentcloud_client_([a-z_]+?)(_seconds)?(_count|_sum|_max|_bucket|_total)?\\b");

	private static final Pattern TEXT = Pattern.compile("\"(" + METER.pattern() + ")\"");

	private static final Set<String> existing = existing();

	static List<Path> pages() {
		return Pages.all();
	}

	static List<Pages.Sample> queries() {
		return Pages.samples("promql");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void exist(Path page) {
		Pages.code(page).forEach(NamedMetersTests::exist);
	}

	@ParameterizedTest
	@MethodSource("queries")
	void existInQueries(Pages.Sample query) {
		exist(query.text());
	}

	private static void exist(String code) {
		METER.matcher(code).results().forEach((match) -> assertThat(existing).as(code).contains(match.group()));
		PROMETHEUS.matcher(code)
			.results()
			.forEach((match) -> assertThat(existing).as(code)
				.contains("tencentcloud.client." + match.group(1).replace('_', '.')));
	}

	@Test
	void thereAreSome() {
		assertThat(existing).contains("tencentcloud.client.requests", "tencentcloud.client.attempt")
			.hasSizeLessThan(40);
	}

	private static Set<String> existing() {
		return Pages.below(Path.of("src/main/java"))
			.filter((path) -> path.toString().endsWith(".java"))
			.flatMap((path) -> TEXT.matcher(Pages.read(path)).results())
			.map((match) -> match.group(1))
			.collect(Collectors.toSet());
	}

}
