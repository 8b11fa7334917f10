package io.github.tencentcloud.resilience.demo.watch;

import java.util.List;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The overview with one fault. A check that lets it pass is no check.
 *
 * @param what what is wrong
 * @param dashboard the dashboard
 * @param problem what the check has to say about it
 */
record BrokenDashboard(String what, Dashboard dashboard, String problem) {

	static List<BrokenDashboard> all() {
		return Docs.resource("broken-dashboards.yml").valueStream().map(BrokenDashboard::of).toList();
	}

	private static BrokenDashboard of(JsonNode fault) {
		JsonNode json = Dashboard.overview().json().deepCopy();
		JsonNode panel = json.path("panels")
			.valueStream()
			.filter((candidate) -> candidate.path("title").equals(fault.path("panel")))
			.findFirst()
			.orElse(json);
		JsonPointer at = JsonPointer.compile(fault.path("at").asString());
		JsonNode parent = panel.at(at.head());
		JsonNode value = fault.path("value");
		if (parent instanceof ArrayNode array) {
			array.set(at.last().getMatchingIndex(), value);
		}
		else if (value.isMissingNode()) {
			((ObjectNode) parent).remove(at.last().getMatchingProperty());
		}
		else {
			((ObjectNode) parent).set(at.last().getMatchingProperty(), value);
		}
		return new BrokenDashboard(fault.path("what").asString(), new Dashboard("broken.json", json),
				fault.path("problem").asString());
	}

	@Override
	public String toString() {
		return this.what;
	}

}
