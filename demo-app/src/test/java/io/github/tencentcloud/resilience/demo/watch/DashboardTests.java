package io.github.tencentcloud.resilience.demo.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.tencentcloud.resilience.demo.RequiresTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboards of {@code docs/grafana}, without a Prometheus.
 */
class DashboardTests {

	private final DashboardCheck check = new DashboardCheck(
			Dashboard.all().stream().map(Dashboard::uid).collect(Collectors.toSet()));

	static List<Dashboard> dashboards() {
		return Dashboard.all();
	}

	static List<BrokenDashboard> broken() {
		return BrokenDashboard.all();
	}

	@Test
	void thereAreTwoAndEachLeadsToTheOther() {
		assertThat(dashboards()).extracting(Dashboard::uid)
			.containsExactlyInAnyOrder("tencentcloud-overview", "tencentcloud-action");
		assertThat(dashboards())
			.allSatisfy((dashboard) -> assertThat(dashboard.json().at("/links").valueStream()).anySatisfy((link) -> {
				assertThat(link.path("url").asString()).startsWith("/d/tencentcloud-").doesNotContain(dashboard.uid());
				assertThat(link.path("includeVars").asBoolean()).isTrue();
				assertThat(link.path("keepTime").asBoolean()).isTrue();
			}));
	}

	/** Where several rules meet a code, Grafana takes the colour of the last. */
	@Test
	void noColourOfACodeIsHiddenByALaterOne() {
		List<String> rules = Docs.resource("code-colors.json")
			.valueStream()
			.map((rule) -> rule.at("/matcher/options").asString())
			.map((rule) -> rule.substring(1, rule.length() - 1))
			.toList();
		for (int i = 0; i < rules.size(); i++) {
			String code = rules.get(i).replaceAll("\\.\\*|[\\^$\\\\]", "").replaceAll("\\((\\w+)\\|.*\\)", "$1");
			assertThat(rules.get(i)).as(code).matches((rule) -> Pattern.matches(rule, code));
			assertThat(rules.subList(i + 1, rules.size())).as(code).noneMatch((rule) -> Pattern.matches(rule, code));
		}
	}

	/** Whoever was woken sees without scrolling what woke them. */
	@Test
	void whatPagesComesFirst() {
		List<String> rows = new ArrayList<>();
		for (JsonNode panel : Dashboard.overview().panels()) {
			String title = panel.path("title").asString();
			if (panel.path("type").asString().equals("row")) {
				rows.add(title);
			}
			else if (Set
				.of("Alerts", "Breaker states", "Failure ratio by product", "Server and network errors by API region",
						"Open breakers")
				.contains(title)) {
				assertThat(rows.get(rows.size() - 1)).isIn("Now", "What pages");
			}
		}
		assertThat(rows).startsWith("Now", "What pages");
	}

	/**
	 * A search for a RequestId, a trace or a code begins at the address that is set once.
	 */
	@ParameterizedTest
	@MethodSource("dashboards")
	void linksLeadToTheLogs(Dashboard dashboard) {
		assertThat(dashboard.json().path("links").valueStream().map((link) -> link.path("url").asString()))
			.contains("${logs:raw}${id}");
		assertThat(dashboard.json().findValuesAsString("url")).contains("${logs:raw}${__data.fields.code}",
				"${logs:raw}${__field.labels.code}");
	}

	@ParameterizedTest
	@MethodSource("dashboards")
	void isSound(Dashboard dashboard) {
		assertThat(this.check.problems(dashboard)).isEmpty();
		assertThat(dashboard.variables()).extracting((variable) -> variable.path("name").asString())
			.containsExactly("datasource", "job", "instance", "product", "action", "code", "logs", "id");
	}

	@ParameterizedTest
	@MethodSource("broken")
	void aBrokenOneIsRejected(BrokenDashboard broken) {
		assertThat(this.check.problems(broken.dashboard()))
			.anySatisfy((problem) -> assertThat(problem).contains(broken.problem()));
	}

	/** A panel about a meter that was renamed would be empty for ever. */
	@Test
	void everyMeterOnThemIsDocumented() {
		Set<String> documented = Pattern.compile("(?m)^\\| `(tencentcloud\\.client\\.[a-z.]+)` \\|")
			.matcher(Docs.text(Docs.DIRECTORY.resolve("metrics.md")))
			.results()
			.map((match) -> match.group(1).replace('.', '_'))
			.collect(Collectors.toSet());
		Set<String> shown = dashboards().stream()
			.flatMap((dashboard) -> dashboard.queries().stream())
			.flatMap((query) -> Pattern.compile("tencentcloud_client_[a-z_]+").matcher(query.expr()).results())
			.map((match) -> match.group().replaceAll("(_seconds)?(_count|_sum|_bucket)?$|_total$", ""))
			.collect(Collectors.toSet());
		assertThat(shown).hasSizeGreaterThan(8).isSubsetOf(documented);
	}

	/** So that a dashboard saved by Grafana differs only where somebody changed it. */
	@ParameterizedTest
	@MethodSource("dashboards")
	void isFormattedAsGrafanaDoes(Dashboard dashboard) {
		DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
		DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
			.withObjectNameValueSpacing(Separators.Spacing.AFTER)
			.withArrayEmptySeparator("")
			.withObjectEmptySeparator("")).withArrayIndenter(indenter).withObjectIndenter(indenter);
		assertThat(Docs.text(Docs.DIRECTORY.resolve("grafana").resolve(dashboard.name())))
			.isEqualTo(JsonMapper.shared().writer().with(printer).writeValueAsString(dashboard.json()) + "\n");
	}

	@Test
	@RequiresTool("promtool")
	void everyExpressionIsPromQl(@TempDir Path directory) throws Exception {
		Variables variables = Variables.builtIn(60, 3600);
		for (String name : Set.of("job", "instance", "product", "action", "code")) {
			variables = variables.and(name, ".*");
		}
		Map<String, String> queries = new LinkedHashMap<>();
		for (Dashboard dashboard : dashboards()) {
			for (Dashboard.Query query : Stream.concat(dashboard.queries().stream(), dashboard.annotations().stream())
				.toList()) {
				queries.put(queries.size() + " " + query, variables.fill(query.expr()));
			}
		}
		assertThat(queries).hasSizeGreaterThan(40);
		Promtool.assertParses(directory, queries);
	}

}
