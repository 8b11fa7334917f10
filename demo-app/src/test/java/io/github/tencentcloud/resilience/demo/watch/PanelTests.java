package io.github.tencentcloud.resilience.demo.watch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.tencentcloud.resilience.demo.RequiresTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What panels and annotations of the overview say, for series that are made up.
 */
@RequiresTool("promtool")
class PanelTests {

	@TempDir
	private Path directory;

	@Test
	void panelsSayWhatTheyPromise() throws Exception {
		Map<String, String> expressions = expressions();
		JsonNode tests = Docs.resource("panels.test.yml");
		for (JsonNode test : tests.path("tests")) {
			for (JsonNode expected : test.path("promql_expr_test")) {
				String panel = expected.path("expr").asString();
				assertThat(expressions).containsKey(panel);
				((ObjectNode) expected).put("expr", expressions.get(panel));
			}
		}
		Path file = this.directory.resolve("panels.test.yml");
		Docs.writeYaml(file, tests);
		Promtool.Result result = Promtool.run(this.directory, "test", "rules", file.toString());
		assertThat(result.status()).as(result.output()).isZero();
	}

	/**
	 * By the title of the panel, with the letter of the query, or the name of the
	 * annotation.
	 */
	private static Map<String, String> expressions() {
		Variables variables = Variables.builtIn(60, 3600);
		for (String name : new String[] { "job", "instance", "product", "action", "code" }) {
			variables = variables.and(name, ".*");
		}
		Map<String, String> expressions = new HashMap<>();
		Dashboard overview = Dashboard.overview();
		for (Dashboard.Query query : Stream.concat(overview.queries().stream(), overview.annotations().stream())
			.toList()) {
			expressions.putIfAbsent(query.panel(), variables.fill(query.expr()));
			expressions.put(query.panel() + " " + query.refId(), variables.fill(query.expr()));
		}
		return expressions;
	}

}
