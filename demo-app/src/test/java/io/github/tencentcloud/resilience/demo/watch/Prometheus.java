package io.github.tencentcloud.resilience.demo.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus with a port and a directory of its own, which ends with the test.
 */
final class Prometheus implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final Thread atExit;

	private final String address;

	private Prometheus(Process process, String address) {
		this.process = process;
		this.address = address;
		this.atExit = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.atExit);
	}

	static Prometheus start(Path directory, String config) throws IOException {
		String address = "127.0.0.1:" + freePort();
		Path log = directory.resolve("prometheus.log");
		Process process = new ProcessBuilder("prometheus",
				"--config.file=" + Files.writeString(directory.resolve("prometheus.yml"), config),
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=" + address,
				"--log.level=warn")
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Prometheus prometheus = new Prometheus(process, address);
		try {
			Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> {
				if (!process.isAlive()) {
					throw new IllegalStateException(Files.readString(log));
				}
				return prometheus.isReady();
			});
			return prometheus;
		}
		catch (RuntimeException ex) {
			prometheus.close();
			throw ex;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private boolean isReady() throws InterruptedException {
		try {
			return send("/-/ready").statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
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
			HttpResponse<String> response = send(path.formatted(values));
			JsonNode answer = JsonMapper.shared().readTree(response.body());
			if (!answer.path("status").asString("").equals("success")) {
				throw new IllegalStateException(response.body());
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

	private HttpResponse<String> send(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://" + this.address + path.replace("[]", "%5B%5D")))
			.timeout(Duration.ofSeconds(30))
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static String seconds(Instant time) {
		return "%d.%03d".formatted(time.getEpochSecond(), time.getNano() / 1_000_000);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		Runtime.getRuntime().removeShutdownHook(this.atExit);
	}

}
