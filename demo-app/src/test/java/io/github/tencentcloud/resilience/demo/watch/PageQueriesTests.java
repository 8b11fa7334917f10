package io.github.tencentcloud.resilience.demo.watch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tencentcloud.resilience.demo.RequiresTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pages of {@code docs/} tell to ask Prometheus. That the meters exist is seen
 * elsewhere.
 */
class PageQueriesTests {

	private static final Pattern QUERY = Pattern.compile("(?ms)^```promql\\R(.*?)^```");

	@Test
	@RequiresTool("promtool")
	void everySampleIsPromQl(@TempDir Path directory) throws Exception {
		Map<String, String> queries = new LinkedHashMap<>();
		for (Path page : Docs.list(Docs.DIRECTORY, ".md")) {
			QUERY.matcher(Docs.text(page))
				.results()
				.forEach((match) -> queries.put(page.getFileName() + ": " + match.group(1), match.group(1)));
		}
		assertThat(queries).hasSizeGreaterThan(10);
		Promtool.assertParses(directory, queries);
	}

}
