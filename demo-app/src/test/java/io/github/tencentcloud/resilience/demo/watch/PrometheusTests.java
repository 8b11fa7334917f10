package io.github.tencentcloud.resilience.demo.watch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;
import io.github.tencentcloud.resilience.demo.RequiresTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Prometheus scrapes the demo, which goes through everything that can go wrong.
 * Then every query of every panel has something to show, and every alert had a reason to
 * fire in its scenario, and none before.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "demo.fake-api.port=0", "demo.calls-per-second=30",
				"management.prometheus.metrics.export.enabled=true", "tencentcloud.resilience.timeout.attempt=10s",
				"tencentcloud.resilience.timeout.call=20s",
				"tencentcloud.resilience.circuit-breaker.wait-duration-in-open-state=1s",
				"tencentcloud.resilience.products.lcic.retry-budget.capacity=20" })
@RequiresTool({ "prometheus", "promtool" })
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PrometheusTests {

	private static final Pattern labelValues = Pattern.compile("label_values\\((.+), (\\w+)\\)");

	private static final String CONFIG = """
			global: {scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 2s}
			rule_files: ["%s/*.rules.yml"]
			scrape_configs:
			- job_name: shop
			  metrics_path: /actuator/prometheus
			  static_configs:
			  - targets: ["127.0.0.1:%d"]
			    labels: {instance: shop-1, service: shop, region: eu-west}
			""";

	/** The scenarios in turn, each with the alerts that have a reason to fire in it. */
	private static final Map<String, List<String>> SCENARIOS = new LinkedHashMap<>();
	static {
		SCENARIOS.put("bad-region", List.of("TencentCloudRegionIll", "TencentCloudBreakerOpen"));
		SCENARIOS.put("throttled", List.of("TencentCloudThrottled", "TencentCloudRetriesAmplify"));
		SCENARIOS.put("outage", List.of("TencentCloudFailures", "TencentCloudRetryBudgetEmpty"));
		SCENARIOS.put("bad-request", List.of("TencentCloudInvalidRequests"));
		SCENARIOS.put("quota", List.of("TencentCloudQuotaOrBilling"));
		SCENARIOS.put("failed-items", List.of("TencentCloudItemsFail"));
		SCENARIOS.put("unknown-code", List.of("TencentCloudUnknownCode"));
		SCENARIOS.put("wrong-clock", List.of("TencentCloudClockOffset"));
		SCENARIOS.put("auth-broken", List.of("TencentCloudAuthErrors"));
	}

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@Autowired
	private TencentCloudResilienceControl control;

	@LocalServerPort
	private int port;

	@TempDir
	private Path directory;

	@Test
	void everyQueryHasDataAndEveryAlertAReasonInItsScenario() throws Exception {
		Instant start = Instant.now();
		try (Prometheus prometheus = Prometheus.start(this.directory, CONFIG.formatted(Docs.PROMETHEUS, this.port))) {
			change("normal");
			await("calls of all products", () -> prometheus.query(
					"count(count by (product) (rate(tencentcloud_client_requests_seconds_count[30s]) > 0)) == 8",
					Instant.now()));
			alerts().forEach(
					(name, expr) -> assertThat(prometheus.query(expr, Instant.now())).as("%s while all is well", name)
						.isEmpty());
			SCENARIOS.forEach((scenario, alerts) -> {
				change(scenario);
				alerts.forEach((alert) -> await(alert + " in " + scenario,
						() -> prometheus.query(alerts().get(alert), Instant.now())));
				awaitGrowth(prometheus);
			});
			noticesTheSwitch(prometheus);
			firesWithItsText(prometheus);
			everySilenceIsNoticed(prometheus);
			everyQueryHasData(prometheus, start);
			everyRecordedSeriesIsThere(prometheus);
			assertThat(prometheus.labelNames()).contains("service", "region", "api_region")
				.noneMatch((label) -> label.startsWith("exported_"));
		}
	}

	private void noticesTheSwitch(Prometheus prometheus) {
		this.control.switchMode(Mode.OBSERVE, null, Duration.ofHours(1));
		await("TencentCloudModeForgotten in observe",
				() -> prometheus.query(alerts().get("TencentCloudModeForgotten"), Instant.now()));
		this.control.endAll();
	}

	/**
	 * An alert has its reason in the first sample of a series already. A rate has none
	 * before the second.
	 */
	private static void awaitGrowth(Prometheus prometheus) {
		long now = Instant.now().getEpochSecond() + 1;
		await("a later sample", () -> prometheus.query("timestamp(process_uptime_seconds) > " + now, Instant.now()));
	}

	/** The wrong clock may have paged before, for a code of its own. */
	private static void firesWithItsText(Prometheus prometheus) {
		await("the page for an auth error", () -> prometheus.query(
				"ALERTS{alertname='TencentCloudAuthErrors', alertstate='firing', code='AuthFailure.SignatureFailure'}",
				Instant.now()));
		assertThat(prometheus.alerts()).isNotEmpty()
			.allSatisfy((alert) -> assertThat(alert.path("annotations").toString()).doesNotContain("error expanding")
				.doesNotContain("<no value>")
				.doesNotContain("{{"))
			.anySatisfy((alert) -> assertThat(alert.at("/annotations/summary").asString("")).startsWith("shop: ")
				.endsWith(" refuses who calls: AuthFailure.SignatureFailure"));
	}

	/** In a day there are no calls any more, and what is recorded now is a day old. */
	private static void everySilenceIsNoticed(Prometheus prometheus) {
		assertThat(prometheus.query(alerts().get("TencentCloudSilence"), Instant.now().plus(Duration.ofDays(1))))
			.isNotEmpty();
	}

	private static void everyRecordedSeriesIsThere(Prometheus prometheus) {
		assertThat(recorded()).isNotEmpty()
			.allSatisfy((name) -> assertThat(prometheus.query(name, Instant.now())).isNotEmpty());
	}

	private static void everyQueryHasData(Prometheus prometheus, Instant start) {
		List<String> without = new ArrayList<>();
		for (Dashboard dashboard : Dashboard.all()) {
			Variables variables = variables(dashboard, prometheus);
			for (Dashboard.Query query : dashboard.queries()) {
				if (!hasData(prometheus, query, variables, start)) {
					without.add(query + " for " + variables.fill(query.expr()));
				}
			}
		}
		assertThat(without).as("queries without data").isEmpty();
		Dashboard.Query misspelt = new Dashboard.Query("", "", "A", "sum (rate(tencentcloud_client_request_total[9s]))",
				false);
		assertThat(hasData(prometheus, misspelt, Variables.builtIn(10, 300), start)).isFalse();
	}

	/** Whether it was a number other than 0 at some time, or is one now. */
	private static boolean hasData(Prometheus prometheus, Dashboard.Query query, Variables variables, Instant start) {
		Instant now = Instant.now();
		String expr = variables.fill(query.expr());
		return query.instant()
				&& prometheus.query(expr, now).valueStream().anyMatch((series) -> isNumber(series.path("value")))
				|| prometheus.queryRange(expr, start, now)
					.valueStream()
					.flatMap((series) -> series.path("values").valueStream())
					.anyMatch(PrometheusTests::isNumber);
	}

	private static boolean isNumber(JsonNode sample) {
		double value = Double.parseDouble(sample.get(1).asString().replace("Inf", "Infinity"));
		return Double.isFinite(value) && value != 0;
	}

	/** All values of each variable, chosen one by one. */
	private static Variables variables(Dashboard dashboard, Prometheus prometheus) {
		Variables variables = Variables.builtIn(10, 300);
		for (JsonNode variable : dashboard.variables()) {
			if (variable.path("type").asString().equals("query")) {
				Matcher query = labelValues.matcher(variables.fill(variable.at("/query/query").asString()));
				assertThat(query.matches()).isTrue();
				List<String> values = prometheus.labelValues(query.group(2), query.group(1));
				assertThat(values).as("values of $%s", variable.path("name")).isNotEmpty();
				variables = variables.and(variable.path("name").asString(),
						values.stream()
							.map((value) -> value.replace(".", "\\\\."))
							.collect(Collectors.joining("|", "(", ")")));
			}
		}
		return variables;
	}

	private static Map<String, String> alerts() {
		return rules("tencentcloud-alerts.rules.yml").stream()
			.collect(Collectors.toMap((rule) -> rule.path("alert").asString(), (rule) -> rule.path("expr").asString()));
	}

	private static List<String> recorded() {
		return rules("tencentcloud-recording.rules.yml").stream()
			.map((rule) -> rule.path("record").asString())
			.toList();
	}

	private static List<JsonNode> rules(String file) {
		return Docs.yaml(Docs.PROMETHEUS.resolve(file)).at("/groups/0/rules").valueStream().toList();
	}

	private void change(String scenario) {
		try {
			HttpResponse<String> response = this.client.send(
					HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/scenario/%s".formatted(this.port, scenario)))
						.timeout(Duration.ofSeconds(30))
						.POST(HttpRequest.BodyPublishers.noBody())
						.build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(200);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(String what, Supplier<JsonNode> result) {
		Awaitility.await(what)
			.atMost(Duration.ofSeconds(120))
			.pollInterval(Duration.ofMillis(250))
			.until(() -> !result.get().isEmpty());
	}

}
