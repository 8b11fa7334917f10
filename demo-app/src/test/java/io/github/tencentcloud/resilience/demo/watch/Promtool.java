package io.github.tencentcloud.resilience.demo.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs {@code promtool}, which comes with Prometheus.
 */
final class Promtool {

	private Promtool() {
	}

	static Result run(Path directory, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("promtool"));
		command.addAll(List.of(arguments));
		Path output = Files.createTempFile("promtool", ".txt");
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			if (!process.waitFor(2, TimeUnit.MINUTES)) {
				throw new IllegalStateException("promtool does not end. So far: " + Files.readString(output));
			}
			return new Result(process.exitValue(), Files.readString(output));
		}
		finally {
			process.destroyForcibly().waitFor();
			Files.delete(output);
		}
	}

	/**
	 * Checks the syntax of expressions, each as a recording rule.
	 * @param directory where to write the rules
	 * @param queries the expressions by their places
	 */
	static void assertParses(Path directory, Map<String, String> queries) throws IOException, InterruptedException {
		ArrayNode rules = JsonNodeFactory.instance.arrayNode();
		queries.forEach((place, expr) -> {
			ObjectNode rule = rules.addObject();
			rule.put("record", "query:" + rules.size());
			rule.put("expr", expr);
			rule.putObject("labels").put("place", place);
		});
		JsonNode group = JsonNodeFactory.instance.objectNode().put("name", "queries").set("rules", rules);
		Path file = directory.resolve("queries.rules.yml");
		Docs.writeYaml(file,
				JsonNodeFactory.instance.objectNode().set("groups", JsonNodeFactory.instance.arrayNode().add(group)));
		assertThat(run(directory, "check", "rules", file.toString()).output())
			.contains("SUCCESS: " + rules.size() + " rules found");
	}

	record Result(int status, String output) {

	}

}
