package consumer;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpServer;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What a project gets that knows the starter and both clients, and nothing else.
 */
class ConsumerTests {

	private static final String ERROR = """
			{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"m"},"RequestId":"r"}}""";

	/**
	 * Older by a patch release in the POM of the very Spring that Spring Boot manages,
	 * and harmless.
	 */
	private static final String LEFT_TO_SPRING = "commons-logging-";

	@Test
	void classPathHasTheVersionsThatTheStarterIsBuiltWith() throws IOException {
		Set<String> expected = jars(Files.readString(Path.of(System.getProperty("starter.runtime-classpath"))));
		for (String library : new String[] { "spring-core-7.", "micrometer-core-1.", "slf4j-api-2." }) {
			assertTrue(expected.stream().anyMatch((jar) -> jar.startsWith(library)), library + " in " + expected);
		}
		Set<String> present = jars(System.getProperty("java.class.path"));
		assertTrue(present.stream().anyMatch((jar) -> jar.startsWith("reactor-core-3.8.")), present::toString);
		Set<String> missing = new TreeSet<>(expected);
		missing.removeAll(present);
		missing.removeIf((jar) -> jar.startsWith(LEFT_TO_SPRING));
		assertEquals(Set.of(), missing);
	}

	/** Which client it is, the application says. */
	@Test
	void starterBringsNoClient() throws IOException {
		Set<String> brought = jars(Files.readString(Path.of(System.getProperty("starter.runtime-classpath"))));
		brought.removeIf((jar) -> !jar.matches("(reactor-|reactive-streams|netty-|spring-webflux|spring-webmvc"
				+ "|spring-boot-(webclient|restclient|http-client)|httpclient|jetty-|tomcat-).*"));
		assertEquals(Set.of(), brought);
	}

	@Test
	void startsWithoutAWarning() {
		PrintStream console = System.out;
		ByteArrayOutputStream log = new ByteArrayOutputStream();
		System.setOut(new PrintStream(log, true));
		try (ConfigurableApplicationContext context = SpringApplication.run(Consumer.class, "--server.port=0")) {
			assertNotNull(context.getBean(TencentCloudResilienceFilter.class));
			assertNotNull(context.getBean(TencentCloudResilienceInterceptor.class));
		}
		finally {
			System.setOut(console);
		}
		assertEquals(List.of(), log.toString().lines().filter((line) -> line.matches(".* (WARN|ERROR) .*")).toList());
	}

	@Test
	void errorInsideAnHttp200FailsTheCall() throws IOException {
		HttpServer tencentCloud = answeringWith(ERROR);
		String host = "127.0.0.1:" + tencentCloud.getAddress().getPort();
		try (ConfigurableApplicationContext context = SpringApplication.run(Consumer.class, "--server.port=0",
				"--tencentcloud.resilience.products.cvm.host=" + host)) {
			Mono<String> call = context.getBean(WebClient.Builder.class)
				.build()
				.post()
				.uri("http://" + host)
				.header("X-TC-Action", "DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(String.class);
			TencentCloudApiException failure = assertThrows(TencentCloudApiException.class,
					() -> call.block(Duration.ofSeconds(60)));
			assertEquals("AuthFailure.SignatureFailure", failure.getCode());
			RestClient.ResponseSpec blockingCall = context.getBean(RestClient.Builder.class)
				.build()
				.post()
				.uri("http://" + host)
				.header("X-TC-Action", "DescribeInstances")
				.body("{}")
				.retrieve();
			failure = assertThrows(TencentCloudApiException.class, () -> blockingCall.body(String.class));
			assertEquals("AuthFailure.SignatureFailure", failure.getCode());
		}
		finally {
			tencentCloud.stop(0);
		}
	}

	private static HttpServer answeringWith(String body) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		server.createContext("/", (exchange) -> {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
		server.start();
		return server;
	}

	private static Set<String> jars(String classPath) {
		return Arrays.stream(classPath.strip().split(File.pathSeparator))
			.map((entry) -> new File(entry).getName())
			.filter((name) -> name.endsWith(".jar"))
			.collect(Collectors.toSet());
	}

}
