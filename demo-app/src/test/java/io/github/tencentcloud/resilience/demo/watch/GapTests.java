package io.github.tencentcloud.resilience.demo.watch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.tencentcloud.resilience.demo.RequiresTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Prometheus goes away and comes back, or is replaced by one that knows nothing:
 * nobody is paged for errors that are old. The five minutes of the alerts are six seconds
 * here, and their hour is eight.
 */
@RequiresTool("prometheus")
class GapTests {

	private static final String CONFIG = """
			global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
			rule_files: ["%s/*.rules.yml"]
			scrape_configs:
			- job_name: shop
			  static_configs:
			  - targets: ["127.0.0.1:%d"]
			    labels: {instance: shop-1}
			""";

	private static final String FIRST_OCCURRENCES = "ALERTS{alertname=~'TencentCloud(AuthErrors|QuotaOrBilling|UnknownCode)'}";

	private static final Map<Pattern, String> FASTER = Map.of(Pattern.compile("\\[5m]"), "[6s]",
			Pattern.compile("\\[1h]"), "[8s]", Pattern.compile("offset 1h"), "offset 8s",
			Pattern.compile("process_uptime_seconds < 300"), "process_uptime_seconds < 6",
			Pattern.compile("process_uptime_seconds < 3600"), "process_uptime_seconds < 8");

	/** Calls that failed, by their labels. */
	private final Map<String, Integer> failures = new ConcurrentHashMap<>();

	private HttpServer application;

	@TempDir
	private Path directory;

	@BeforeEach
	void start() throws Exception {
		this.application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.application.createContext("/metrics", (exchange) -> {
			StringBuilder text = new StringBuilder("process_uptime_seconds 86400\n")
				.append("tencentcloud_client_info{version=\"0.1.0\",mode=\"enforce\"} 1\n");
			new TreeMap<>(this.failures).forEach((labels, count) -> text
				.append("tencentcloud_client_requests_seconds_count{%s} %d\n".formatted(labels, count)));
			byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.application.start();
		Path rules = Files.createDirectory(this.directory.resolve("rules"));
		for (Path file : Docs.list(Docs.PROMETHEUS, ".rules.yml")) {
			String text = Docs.text(file);
			for (Map.Entry<Pattern, String> faster : FASTER.entrySet()) {
				text = faster.getKey().matcher(text).replaceAll(faster.getValue());
			}
			Files.writeString(rules.resolve(file.getFileName()), text);
		}
	}

	@AfterEach
	void stop() {
		this.application.stop(0);
	}

	@Test
	void nobodyIsPagedAgainAfterAGapNorByANewPrometheus() throws Exception {
		Path known = Files.createDirectory(this.directory.resolve("known"));
		Instant start = Instant.now();
		Instant away;
		try (Prometheus prometheus = prometheus(known)) {
			scrapes(prometheus, 3, start);
			fails("AuthFailure.SignatureFailure", "auth");
			fails("InvalidParameter.SubUserFull", "quota");
			fails("Novel.Thing", "unknown");
			Awaitility.await("three alerts for the first errors")
				.atMost(Duration.ofMinutes(1))
				.until(() -> prometheus.query(FIRST_OCCURRENCES, Instant.now()).size() == 3);
			Awaitility.await("their end")
				.atMost(Duration.ofMinutes(2))
				.until(() -> prometheus.query(FIRST_OCCURRENCES, Instant.now()).isEmpty());
			away = Instant.now();
		}
		// Longer than all that the alerts look back.
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Instant.now().isAfter(away.plusSeconds(20)));
		knowsOldErrorsFromNewOnes(known, "AuthFailure.TokenFailure");
		knowsOldErrorsFromNewOnes(Files.createDirectory(this.directory.resolve("new")), "AuthFailure.SecretIdNotFound");
	}

	private void knowsOldErrorsFromNewOnes(Path data, String newCode) throws Exception {
		Instant back = Instant.now();
		try (Prometheus prometheus = prometheus(data)) {
			scrapes(prometheus, 10, back);
			assertThat(prometheus.queryRange(FIRST_OCCURRENCES, back, Instant.now())).isEmpty();
			fails(newCode, "auth");
			Awaitility.await("an alert for a new error")
				.atMost(Duration.ofMinutes(1))
				.until(() -> prometheus.query(FIRST_OCCURRENCES, Instant.now())
					.valueStream()
					.map((alert) -> alert.at("/metric/code").asString())
					.toList()
					.equals(List.of(newCode)));
		}
	}

	private Prometheus prometheus(Path data) throws Exception {
		return Prometheus.start(data,
				CONFIG.formatted(this.directory.resolve("rules"), this.application.getAddress().getPort()),
				"--query.lookback-delta=6s");
	}

	private void fails(String code, String policy) {
		this.failures.merge(
				"product=\"cvm\",action=\"DescribeZones\",api_region=\"ap-guangzhou\",code=\"%s\",policy=\"%s\",outcome=\"FAILURE\""
					.formatted(code, policy),
				1, Integer::sum);
	}

	private static void scrapes(Prometheus prometheus, int number, Instant since) {
		Awaitility.await("%d scrapes".formatted(number))
			.atMost(Duration.ofMinutes(2))
			.until(() -> prometheus.queryRange("tencentcloud_client_info", since, Instant.now())
				.at("/0/values")
				.size() >= number);
	}

}
