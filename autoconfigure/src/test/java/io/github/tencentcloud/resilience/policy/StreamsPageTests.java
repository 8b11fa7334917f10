package io.github.tencentcloud.resilience.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/streams.md} shows exactly what is in {@code streams.yml}.
 */
class StreamsPageTests {

	private static final String HEAD = "| product | version | actions | events have | the last event has | else truncated | errors beside the envelope |\n"
			+ "| --- | --- | --- | --- | --- | --- | --- |\n";

	@Test
	@SuppressWarnings("unchecked")
	void showsTheTable() throws IOException {
		String rows = ((List<Map<String, Object>>) FlatTree.read("streams.yml").get("streams")).stream()
			.map(StreamsPageTests::row)
			.collect(Collectors.joining("\n", HEAD, "\n\n"));
		assertThat(Files.readString(Path.of("../docs/streams.md"))).contains(rows);
	}

	private static String row(Map<String, Object> entry) {
		boolean known = entry.containsKey("ends");
		List<String> ends = codes(entry, "ends");
		List<String> fails = codes(entry, "fails");
		String last = ends.isEmpty() ? "nothing of its own" : String.join(" or ", ends);
		return "| %s | %s | %s | %s | %s | %s | %s |".formatted(entry.get("product"), entry.get("version"),
				entry.get("actions").toString().replace(" ", ", "),
				known ? "`" + entry.get("begins") + "`" : "not said", known ? last : "not said",
				!known ? "by the general rule" : (entry.get("needed").equals("true")) ? "yes" : "no",
				fails.isEmpty() ? "–" : String.join(", ", fails));
	}

	@SuppressWarnings("unchecked")
	private static List<String> codes(Map<String, Object> entry, String key) {
		return ((List<String>) entry.getOrDefault(key, List.of())).stream().map((path) -> "`" + path + "`").toList();
	}

}
