package io.github.tencentcloud.resilience.demo.watch;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus with a port and a directory of its own, which ends with the test.
 */
final class Prometheus implements AutoCloseable {

	private final Daemon daemon;

	private Prometheus(Daemon daemon) {
		this.daemon = daemon;
	}

	static Prometheus start(Path directory, String config, String... options) throws IOException {
		Path file = Files.writeString(directory.resolve("prometheus.yml"), config);
		return new Prometheus(Daemon.start(directory, (address) -> {
			List<String> command = new ArrayList<>(
					List.of("prometheus", "--config.file=" + file, "--storage.tsdb.path=" + directory.resolve("data"),
							"--web.listen-address=" + address, "--log.level=warn"));
			command.addAll(List.of(options));
			return command;
		}));
	}

	/** The series of an expression at a moment. */
	JsonNode query(String expr, Instant time) {
		return get("/api/v1/query?time=%s&query=%s", seconds(time), encode(expr)).path("result");
	}

	/** The series of an expression, with a value for every second. */
	JsonNode queryRange(String expr, Instant from, Instant to) {
		return get("/api/v1/query_range?step=1&start=%s&end=%s&query=%s", seconds(from), seconds(to), encode(expr))
			.path("result");
	}

	List<String> labelValues(String label, String selector) {
		return texts(get("/api/v1/label/%s/values?match[]=%s", label, encode(selector)));
	}

	List<String> labelNames() {
		return texts(get("/api/v1/labels"));
	}

	JsonNode alerts() {
		return get("/api/v1/alerts").path("alerts");
	}

	private static List<String> texts(JsonNode array) {
		return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).collect(Collectors.toList());
	}

	private JsonNode get(String path, Object... values) {
		try {
			String body = this.daemon.send(this.daemon.request(path.formatted(values).replace("[]", "%5B%5D"))).body();
			JsonNode answer = JsonMapper.shared().readTree(body);
			if (!answer.path("status").asString("").equals("success")) {
				throw new IllegalStateException(body);
			}
			return answer.path("data");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String seconds(Instant time) {
		return "%d.%03d".formatted(time.getEpochSecond(), time.getNano() / 1_000_000);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.daemon.close();
	}

}
