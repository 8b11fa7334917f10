package io.github.tencentcloud.resilience.demo.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.tencentcloud.resilience.demo.RequiresTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The alerts and recording rules of {@code docs/prometheus}, and the runbook.
 */
class RulesTests {

	private static final String ALERTS = "tencentcloud-alerts.rules.yml";

	private static final Pattern failure = Pattern
		.compile("alertname=\\\\\"(\\w+)\\\\\".*\\R\\s*exp: (.*)\\R\\s*got: (.*)");

	@TempDir
	private Path directory;

	@Test
	void everyAlertSaysHowUrgentItIsAndWhatToDo() {
		assertThat(alerts()).hasSizeGreaterThan(12).allSatisfy((alert) -> {
			assertThat(alert.at("/labels/severity").asString("")).isIn("page", "warning", "info");
			assertThat(alert.at("/annotations/summary").asString("")).contains("{{ $labels.");
			assertThat(alert.at("/annotations/description").asString("")).endsWith(".");
			assertThat(alert.at("/annotations/runbook_url").asString(""))
				.isEqualTo("{{ with $externalLabels.tencentcloud_docs }}{{ . }}/{{ end }}docs/runbook.md#"
						+ name(alert).toLowerCase());
			assertThat(alert.at("/annotations/dashboard_url").asString(""))
				.matches("\\{\\{ \\$externalLabels\\.tencentcloud_grafana }}/d/[\\w-]+\\?.*")
				.satisfies((url) -> assertThat(Dashboard.all()).extracting(Dashboard::uid)
					.contains(url.replaceAll("^.*/d/|\\?.*", "")));
		});
	}

	/** The command is the one that the page on dashboards has for them. */
	@Test
	void linksCanBeWrittenIntoTheFileInstead() throws Exception {
		Matcher command = Pattern.compile("(?s)```shell\n(sed .*?) > \\S+\n```")
			.matcher(Docs.text(Docs.DIRECTORY.resolve("dashboards.md")));
		assertThat(command.find()).isTrue();
		Path rules = this.directory.resolve(ALERTS);
		Process process = new ProcessBuilder("sh", "-c", command.group(1))
			.directory(Docs.DIRECTORY.getParent().toFile())
			.redirectOutput(rules.toFile())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		assertThat(process.waitFor()).isZero();
		assertThat(Docs.text(rules)).doesNotContain("$externalLabels");
		assertThat(Docs.yaml(rules).at("/groups/0/rules")).hasSameSizeAs(alerts()).allSatisfy((alert) -> {
			assertThat(alert.at("/annotations/runbook_url").asString("")).startsWith("https://git.example.com/")
				.endsWith("/main/docs/runbook.md#" + name(alert).toLowerCase());
			assertThat(alert.at("/annotations/dashboard_url").asString(""))
				.startsWith("https://grafana.example.com/d/tencentcloud-");
		});
	}

	@Test
	void theRunbookHasASectionForEachAlertAndForNothingElse() {
		List<String> sections = Docs.text(Docs.DIRECTORY.resolve("runbook.md"))
			.lines()
			.filter((line) -> line.startsWith("## "))
			.map((line) -> line.substring(3))
			.toList();
		assertThat(sections).containsExactlyElementsOf(alerts().stream().map(RulesTests::name).toList());
	}

	/** A rule that nobody reads costs Prometheus something all the same. */
	@Test
	void everyRecordedSeriesIsUsedByAnAlert() {
		String expressions = alerts().stream()
			.map((alert) -> alert.path("expr").asString())
			.collect(Collectors.joining());
		assertThat(rules("tencentcloud-recording.rules.yml")).hasSizeGreaterThan(5)
			.allSatisfy((rule) -> assertThat(expressions).contains(rule.path("record").asString()));
	}

	@Test
	@RequiresTool("promtool")
	void theRulesAndTheirTestsPass() throws Exception {
		assertThat(test((alert) -> {
		})).satisfies((result) -> assertThat(result.output()).doesNotContain("FAILED"))
			.extracting(Promtool.Result::status)
			.isEqualTo(0);
	}

	/**
	 * Were an alert never tried where it should fire, one that never fires would pass.
	 */
	@Test
	@RequiresTool("promtool")
	void everyAlertIsTestedWhereItShouldFire() throws Exception {
		Promtool.Result result = test((alert) -> alert.put("expr", "vector(0) > 1"));
		assertThat(failed(result, (expected, got) -> got.equals("nil"))).containsAll(names());
	}

	/** Were it never tried where it should not, one that always fires would pass. */
	@Test
	@RequiresTool("promtool")
	void everyAlertIsTestedWhereItShouldNotFire() throws Exception {
		Promtool.Result result = test((alert) -> alert.put("expr", "vector(1)").remove("for"));
		assertThat(failed(result, (expected, got) -> expected.equals("nil"))).containsAll(names());
	}

	private static Set<String> failed(Promtool.Result result, BiPredicate<String, String> filter) {
		Set<String> names = new TreeSet<>();
		failure.matcher(result.output())
			.results()
			.filter((match) -> filter.test(match.group(2), match.group(3)))
			.forEach((match) -> names.add(match.group(1)));
		return names;
	}

	/** Runs all unit tests of the rules, after a change to each alert. */
	private Promtool.Result test(Consumer<ObjectNode> change) throws Exception {
		for (Path file : Docs.list(Docs.PROMETHEUS, ".yml")) {
			Files.copy(file, this.directory.resolve(file.getFileName()));
		}
		JsonNode content = Docs.yaml(Docs.PROMETHEUS.resolve(ALERTS));
		content.at("/groups/0/rules").forEach((alert) -> change.accept((ObjectNode) alert));
		Docs.writeYaml(this.directory.resolve(ALERTS), content);
		List<Path> tests = Docs.list(this.directory, ".test.yml");
		assertThat(tests).isNotEmpty();
		return Promtool.run(this.directory,
				Stream.concat(Stream.of("test", "rules"), tests.stream().map(Path::toString)).toArray(String[]::new));
	}

	private static Set<String> names() {
		return alerts().stream().map(RulesTests::name).collect(Collectors.toCollection(TreeSet::new));
	}

	private static String name(JsonNode alert) {
		return alert.path("alert").asString("");
	}

	private static List<JsonNode> alerts() {
		return rules(ALERTS);
	}

	private static List<JsonNode> rules(String file) {
		return Docs.yaml(Docs.PROMETHEUS.resolve(file)).at("/groups/0/rules").valueStream().toList();
	}

}
