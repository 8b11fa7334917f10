package consumer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A WebFlux application with WebClient, and without servlets and Boot's RestClient.
 */
class ConsumerTests {

	private static final String THROTTLED = """
			{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"m"},"RequestId":"r1"}}""";

	private static final String SUCCESS = """
			{"Response":{"TotalCount":7,"RequestId":"r2"}}""";

	private static final Queue<String> answers = new ConcurrentLinkedQueue<>();

	private static final Queue<String> signatures = new ConcurrentLinkedQueue<>();

	private static final ByteArrayOutputStream log = new ByteArrayOutputStream();

	private static HttpServer tencentCloud;

	private static ConfigurableApplicationContext application;

	@BeforeAll
	static void start() throws IOException {
		tencentCloud = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		tencentCloud.createContext("/", (exchange) -> {
			signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
			byte[] bytes = answers.remove().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
		tencentCloud.start();
		PrintStream console = System.out;
		System.setOut(new PrintStream(log, true));
		try {
			SpringApplication consumer = new SpringApplication(Consumer.class);
			// Ahead of time something was prepared for this class, and not for the one that runs the tests.
			consumer.setMainApplicationClass(Consumer.class);
			application = consumer.run("--server.port=0",
					"--tencentcloud.credentials.secret-id=id", "--tencentcloud.credentials.secret-key=key",
					"--tencentcloud.resilience.endpoint=http://127.0.0.1:" + tencentCloud.getAddress().getPort(),
					"--tencentcloud.resilience.products.cvm.version=2017-03-12",
					"--tencentcloud.resilience.policies.throttled.delay=1ms",
					"--tencentcloud.resilience.policies.throttled.jitter=0ms");
		}
		finally {
			System.setOut(console);
		}
	}

	@AfterAll
	static void stop() {
		if (application != null) {
			application.close();
		}
		tencentCloud.stop(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jakarta.servlet.Servlet", "org.springframework.boot.restclient.RestClientCustomizer" })
	void isNotOnTheClassPath(String name) {
		assertThrows(ClassNotFoundException.class, () -> Class.forName(name));
	}

	@Test
	void startsWithoutAWarningAndNamesTheDoors() {
		List<String> lines = log.toString().lines().toList();
		assertEquals(List.of(), lines.stream().filter((line) -> line.matches(".* (WARN|ERROR) .*")).toList());
		assertEquals(1, lines.stream().filter((line) -> line.contains(", doors=WebClient, signing=on, ")).count(), log::toString);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/web-client | {"Response":{"TotalCount":7,"RequestId":"r2"}}
			/interface | TotalCount: 7
			""")
	void throttledCallIsRepeatedAndSigned(String path, String result) throws IOException, InterruptedException {
		signatures.clear();
		answers.addAll(List.of(THROTTLED, SUCCESS));
		long before = recovered();
		assertEquals(result, get(path));
		assertEquals(2, signatures.size());
		assertTrue(signatures.stream().allMatch((signature) -> signature.startsWith("TC3-HMAC-SHA256 Credential=id/")),
				signatures::toString);
		assertEquals(before + 1, recovered());
	}

	@Test
	void actuatorKnowsIt() throws IOException, InterruptedException {
		assertTrue(get("/actuator/health").contains("UP"));
		assertTrue(get("/actuator/tencentcloud").contains("enforce"));
	}

	private static String get(String path) throws IOException, InterruptedException {
		int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.timeout(Duration.ofSeconds(60))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	private static long recovered() {
		return (long) application.getBean(MeterRegistry.class)
			.find("tencentcloud.client.retries")
			.tag("code", "RequestLimitExceeded")
			.tag("result", "recovered")
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

}
