package io.github.tencentcloud.resilience.demo.watch;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * A dashboard of {@code docs/grafana}.
 *
 * @param name the name of its file
 * @param json what the file holds
 */
record Dashboard(String name, JsonNode json) {

	static List<Dashboard> all() {
		return Docs.list(Docs.DIRECTORY.resolve("grafana"), ".json")
			.stream()
			.map((file) -> new Dashboard(file.getFileName().toString(), Docs.json(file)))
			.toList();
	}

	static Dashboard overview() {
		return all().stream().filter((dashboard) -> dashboard.uid().endsWith("overview")).findFirst().orElseThrow();
	}

	String uid() {
		return this.json.path("uid").asString("");
	}

	/** All panels, rows included. */
	List<JsonNode> panels() {
		List<JsonNode> panels = new ArrayList<>();
		for (JsonNode panel : this.json.path("panels")) {
			panels.add(panel);
			panel.path("panels").forEach(panels::add);
		}
		return panels;
	}

	List<JsonNode> variables() {
		return this.json.at("/templating/list").valueStream().toList();
	}

	List<Query> queries() {
		List<Query> queries = new ArrayList<>();
		for (JsonNode panel : panels()) {
			for (JsonNode target : panel.path("targets")) {
				queries.add(new Query(this.name, panel.path("title").asString(""), target.path("refId").asString(""),
						target.path("expr").asString(""), target.path("instant").asBoolean(false)));
			}
		}
		return queries;
	}

	/** What is marked on all panels. */
	List<Query> annotations() {
		return this.json.at("/annotations/list")
			.valueStream()
			.filter((annotation) -> annotation.has("expr"))
			.map((annotation) -> new Query(this.name, annotation.path("name").asString(""), "annotation",
					annotation.path("expr").asString(""), false))
			.toList();
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * A query of a panel.
	 *
	 * @param dashboard the dashboard's file
	 * @param panel the panel's title
	 * @param refId the query's letter
	 * @param expr the expression, with variables
	 * @param instant whether it is asked for one moment instead of a range
	 */
	record Query(String dashboard, String panel, String refId, String expr, boolean instant) {

		@Override
		public String toString() {
			return "%s: %s (%s)".formatted(this.dashboard, this.panel, this.refId);
		}

	}

}
