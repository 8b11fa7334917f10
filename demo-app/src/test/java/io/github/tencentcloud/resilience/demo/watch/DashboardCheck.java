package io.github.tencentcloud.resilience.demo.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;

/**
 * Finds what is wrong with a dashboard, as far as Prometheus need not be asked. Grafana
 * itself would say nothing: it draws an empty panel.
 */
class DashboardCheck {

	private static final int COLUMNS = 24;

	private static final Pattern link = Pattern.compile("/d/([\\w-]+).*", Pattern.DOTALL);

	private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
		.getSchema(Docs.resource("dashboard.schema.json"));

	private final JsonNode codeColors = Docs.resource("code-colors.json");

	private final JsonNode names = Docs.resource("grafana-names.json");

	private final Set<String> uids;

	DashboardCheck(Set<String> uids) {
		this.uids = uids;
	}

	List<String> problems(Dashboard dashboard) {
		List<String> problems = new ArrayList<>();
		this.schema.validate(dashboard.json()).forEach((error) -> problems.add("schema: " + error));
		layout(dashboard, problems);
		for (JsonNode panel : dashboard.panels()) {
			panel(panel, problems);
		}
		dashboard.json()
			.at("/annotations/list")
			.valueStream()
			.filter((annotation) -> annotation.has("expr"))
			.forEach((annotation) -> asks(annotation.path("name").asString(""), annotation, problems));
		colors(dashboard, problems);
		variables(dashboard, problems);
		names(dashboard.json(), problems);
		return problems;
	}

	private static void layout(Dashboard dashboard, List<String> problems) {
		Set<Integer> ids = new HashSet<>();
		Map<String, String> cells = new HashMap<>();
		for (JsonNode panel : dashboard.panels()) {
			String title = panel.path("title").asString("");
			if (!ids.add(panel.path("id").asInt(-1))) {
				problems.add("id %s of '%s' is taken".formatted(panel.path("id"), title));
			}
			JsonNode place = panel.path("gridPos");
			int right = place.path("x").asInt(0) + place.path("w").asInt(0);
			if (right > COLUMNS) {
				problems.add("'%s' ends in column %d of %d".formatted(title, right, COLUMNS));
			}
			for (int x = place.path("x").asInt(0); x < right; x++) {
				for (int y = 0; y < place.path("h").asInt(0); y++) {
					String other = cells.put(x + "," + (place.path("y").asInt(0) + y), title);
					if (other != null && !other.equals(title)) {
						problems.add("'%s' overlaps '%s'".formatted(title, other));
					}
				}
			}
		}
	}

	private static void panel(JsonNode panel, List<String> problems) {
		if (panel.path("type").asString("").equals("row")) {
			return;
		}
		String title = panel.path("title").asString("");
		String description = panel.path("description").asString("");
		if (description.length() < 40 || !description.endsWith(".")) {
			problems.add("'%s' has no description that says what to do".formatted(title));
		}
		if (panel.path("targets").isEmpty()) {
			problems.add("'%s' asks for nothing".formatted(title));
		}
		for (JsonNode target : panel.path("targets")) {
			asks(title, target, problems);
		}
		if (!panel.path("type").asString("").equals("heatmap")
				&& panel.at("/fieldConfig/defaults/thresholds/steps").isEmpty()) {
			problems.add("'%s' has no thresholds".formatted(title));
		}
	}

	private static void asks(String title, JsonNode query, List<String> problems) {
		if (!query.at("/datasource/uid").asString("").equals("${datasource}")) {
			problems.add("'%s' does not ask the chosen data source".formatted(title));
		}
		selectors(title, query.path("expr").asString(""), problems);
	}

	/** A code that had another colour elsewhere would be taken for another code. */
	private void colors(Dashboard dashboard, List<String> problems) {
		for (JsonNode panel : dashboard.panels()) {
			String title = panel.path("title").asString("");
			boolean codes = panel.path("type").asString("").equals("timeseries") && panel.path("targets")
				.valueStream()
				.anyMatch((target) -> target.path("legendFormat").asString("").equals("{{code}}"));
			if (codes && !panel.at("/fieldConfig/overrides").equals(this.codeColors)) {
				problems.add("'%s' has other colours for codes than the other panels".formatted(title));
			}
			if (codes && !panel.at("/fieldConfig/defaults/color/mode").asString("").equals("palette-classic-by-name")) {
				problems.add("'%s' gives a code another colour when others come or go".formatted(title));
			}
		}
	}

	/** Who has chosen a job and an instance must not see anything else. */
	private static void selectors(String title, String expr, List<String> problems) {
		Pattern.compile("(tencentcloud_|resilience4j_|process_)\\w+(?!\\w)(\\{[^}]*})?")
			.matcher(expr)
			.results()
			.forEach((match) -> {
				String selector = match.group(2);
				if (selector == null || !selector.contains("job=~\"$job\", instance=~\"$instance\"")) {
					problems
						.add("'%s' asks for more than the chosen job and instance: %s".formatted(title, match.group()));
				}
			});
	}

	private static void variables(Dashboard dashboard, List<String> problems) {
		Set<String> defined = new LinkedHashSet<>();
		dashboard.variables().forEach((variable) -> defined.add(variable.path("name").asString("")));
		Set<String> used = new HashSet<>();
		for (Dashboard.Query query : dashboard.queries()) {
			for (String name : Variables.names(query.expr())) {
				used.add(name);
				if (!name.startsWith("__") && !defined.contains(name)) {
					problems.add("%s uses $%s, which is not defined".formatted(query, name));
				}
			}
		}
		for (String link : links(dashboard.json())) {
			for (String name : Variables.names(link)) {
				used.add(name);
				if (!name.startsWith("__") && !defined.contains(name)) {
					problems.add("a link uses $%s, which is not defined".formatted(name));
				}
			}
		}
		defined.stream()
			.filter((name) -> !used.contains(name) && !name.equals("datasource"))
			.forEach((name) -> problems.add("no panel uses $" + name));
	}

	/** Of the dashboard, its panels and their fields. */
	private static List<String> links(JsonNode json) {
		return json.findValuesAsString("url");
	}

	/** Identifiers that the schema takes for any text. */
	private void names(JsonNode node, List<String> problems) {
		for (JsonNode child : node) {
			names(child, problems);
		}
		known("units", node.path("unit"), problems);
		if (node.path("id").asString("").equals("unit")) {
			known("units", node.path("value"), problems);
		}
		node.path("transformations").forEach((step) -> known("transformations", step.path("id"), problems));
		node.path("calcs").forEach((calc) -> known("reducers", calc, problems));
		known("matchers", node.path("matcher").path("id"), problems);
		node.path("steps").forEach((step) -> known("colors", step.path("color"), problems));
		known("colors", node.path("fixedColor"), problems);
		if (link.matcher(node.path("url").asString(""))
			.results()
			.anyMatch((match) -> !this.uids.contains(match.group(1)))) {
			problems.add("a link leads to no dashboard: " + node.path("url"));
		}
	}

	private void known(String kind, JsonNode name, List<String> problems) {
		if (name.isString() && !name.asString().equals("text")
				&& this.names.path(kind).valueStream().noneMatch((known) -> known.equals(name))) {
			problems.add("%s: Grafana does not know '%s'".formatted(kind, name.asString()));
		}
	}

}
