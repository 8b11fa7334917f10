package io.github.tencentcloud.resilience.demo.watch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.tencentcloud.resilience.demo.RequiresTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One cause, one page: a real Alertmanager with the routes, inhibitions and texts of
 * {@code docs/prometheus} is told of alerts, and its receivers are told by it.
 */
@RequiresTool("prometheus-alertmanager")
class AlertmanagerTests {

	private static final String TEXTS = "tencentcloud-alertmanager.tmpl";

	private static final List<String> PRODUCTS = List.of("cvm", "cbs", "vpc", "sms", "cam", "lcic", "hunyuan", "asr");

	private final BlockingQueue<JsonNode> pages = new LinkedBlockingQueue<>();

	private final BlockingQueue<JsonNode> mails = new LinkedBlockingQueue<>();

	private final BlockingQueue<JsonNode> pagerDuty = new LinkedBlockingQueue<>();

	private final BlockingQueue<JsonNode> slack = new LinkedBlockingQueue<>();

	private HttpServer receivers;

	@TempDir
	private Path directory;

	private Daemon alertmanager;

	@BeforeEach
	void start() throws Exception {
		this.receivers = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		receive("tencentcloud-pager", this.pages);
		receive("tencentcloud-morning", this.mails);
		receive("pagerduty", this.pagerDuty);
		receive("slack", this.slack);
		this.receivers.start();
		Files.copy(Docs.PROMETHEUS.resolve(TEXTS), this.directory.resolve(TEXTS));
		Path config = this.directory.resolve("alertmanager.yml");
		Docs.writeYaml(config, config());
		this.alertmanager = Daemon.start(this.directory,
				(address) -> List.of("prometheus-alertmanager", "--config.file=" + config,
						"--storage.path=" + this.directory.resolve("data"), "--web.listen-address=" + address,
						"--cluster.listen-address=", "--log.level=warn"));
	}

	@AfterEach
	void stop() {
		if (this.alertmanager != null) {
			this.alertmanager.close();
		}
		this.receivers.stop(0);
	}

	@Test
	void anOutageOfEightProductsIsOnePage() throws Exception {
		List<Map<String, String>> alerts = new ArrayList<>();
		for (String product : PRODUCTS) {
			alerts.add(page("TencentCloudFailures", "job", "shop", "product", product));
			alerts.add(page("TencentCloudRegionIll", "product", product, "api_region", "ap-guangzhou"));
			alerts.add(page("TencentCloudBreakerOpen", "job", "shop", "name", "tencentcloud-" + product + "-none"));
			alerts.add(warning("TencentCloudRetriesAmplify", "job", "shop", "product", product));
			alerts.add(warning("TencentCloudRetryBudgetEmpty", "job", "shop", "product", product));
		}
		alerts.add(warning("TencentCloudClockOffset", "job", "shop", "instance", "a"));
		tell(alerts);
		assertThat(names(next(this.pages))).hasSize(24)
			.containsOnly("TencentCloudFailures", "TencentCloudRegionIll", "TencentCloudBreakerOpen");
		assertThat(names(next(this.mails))).containsExactly("TencentCloudClockOffset");
		assertThat(this.pages).isEmpty();
		assertThat(this.mails).isEmpty();
	}

	@Test
	void anotherCauseIsAnotherPage() throws Exception {
		tell(List.of(page("TencentCloudFailures", "job", "shop", "product", "cvm"),
				page("TencentCloudAuthErrors", "job", "shop", "product", "cvm", "code", "AuthFailure.SecretIdNotFound"),
				page("TencentCloudAuthErrors", "job", "desk", "product", "sms", "code", "AuthFailure.SecretIdNotFound"),
				page("TencentCloudQuotaOrBilling", "job", "shop", "product", "cam", "code", "LimitExceeded")));
		assertThat(List.of(names(next(this.pages)), names(next(this.pages)), names(next(this.pages))))
			.containsExactlyInAnyOrder(List.of("TencentCloudFailures"),
					List.of("TencentCloudAuthErrors", "TencentCloudAuthErrors"), List.of("TencentCloudQuotaOrBilling"));
	}

	@Test
	void aPageNamesItsCausesAndWhatToDo() throws Exception {
		tell(List.of(page("TencentCloudBreakerOpen", "job", "shop", "name", "tencentcloud-cvm-none"),
				page("TencentCloudFailures", "job", "shop", "product", "cvm"),
				page("TencentCloudRegionIll", "product", "cvm", "api_region", "ap-guangzhou"),
				page("TencentCloudRegionIll", "product", "cbs", "api_region", "ap-guangzhou")));
		JsonNode page = next(this.pagerDuty).path("payload");
		assertThat(page.path("summary").asString())
			.matches("TencentCloudRegionIll of (cvm|cbs) ap-guangzhou \\(4 alerts\\)");
		assertThat(page.at("/custom_details/causes").asString().lines()).satisfiesExactly(
				(line) -> assertThat(line).startsWith("- TencentCloudRegionIll of "),
				(line) -> assertThat(line).startsWith("- TencentCloudRegionIll of "),
				(line) -> assertThat(line).isEqualTo("  what to do: runbook.md#TencentCloudRegionIll"),
				(line) -> assertThat(line).isEqualTo("  where to look: /d/TencentCloudRegionIll"),
				(line) -> assertThat(line).isEqualTo("- TencentCloudFailures of shop cvm"),
				(line) -> assertThat(line).isEqualTo("  what to do: runbook.md#TencentCloudFailures"),
				(line) -> assertThat(line).isEqualTo("  where to look: /d/TencentCloudFailures"),
				(line) -> assertThat(line).isEqualTo("- TencentCloudBreakerOpen of shop tencentcloud-cvm-none"),
				(line) -> assertThat(line).isEqualTo("  what to do: runbook.md#TencentCloudBreakerOpen"),
				(line) -> assertThat(line).isEqualTo("  where to look: /d/TencentCloudBreakerOpen"));
	}

	@Test
	void whatWaitsUntilMorningReadsTheSame() throws Exception {
		tell(List.of(warning("TencentCloudClockOffset", "job", "shop", "instance", "a")));
		JsonNode message = next(this.slack).at("/attachments/0");
		assertThat(message.path("title").asString()).isEqualTo("TencentCloudClockOffset of shop a");
		assertThat(message.path("title_link").asString()).isEqualTo("/d/TencentCloudClockOffset");
		assertThat(message.path("text").asString()).startsWith("- TencentCloudClockOffset of shop a\n")
			.contains("what to do: runbook.md#TencentCloudClockOffset");
	}

	/** One that is in no list would be told after what follows from it. */
	@Test
	void everyPageHasItsPlaceInTheOrderOfTheTexts() {
		String texts = Docs.text(Docs.PROMETHEUS.resolve(TEXTS));
		assertThat(Docs.yaml(Docs.PROMETHEUS.resolve("tencentcloud-alerts.rules.yml"))
			.at("/groups/0/rules")
			.valueStream()
			.filter((alert) -> alert.at("/labels/severity").asString("").equals("page"))
			.map((alert) -> alert.path("alert").asString())).hasSize(5)
			.allSatisfy((name) -> assertThat(texts.split("\"" + name + "\"")).hasSize(3));
	}

	/** Retries that are many without a failure are what somebody should read. */
	@Test
	void nothingIsHeldBackWithoutItsCause() throws Exception {
		tell(List.of(page("TencentCloudFailures", "job", "shop", "product", "cvm"),
				warning("TencentCloudRetriesAmplify", "job", "shop", "product", "sms"),
				warning("TencentCloudRetriesAmplify", "job", "desk", "product", "cvm")));
		assertThat(names(next(this.pages))).containsExactly("TencentCloudFailures");
		assertThat(List.of(next(this.mails), next(this.mails)))
			.extracting((mail) -> mail.at("/commonLabels/job").asString())
			.containsExactlyInAnyOrder("shop", "desk");
	}

	private void receive(String receiver, BlockingQueue<JsonNode> told) {
		this.receivers.createContext("/" + receiver, (exchange) -> {
			told.add(JsonMapper.shared().readTree(exchange.getRequestBody()));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
	}

	/**
	 * What the file says, but with receivers that exist, and nobody waits for minutes.
	 */
	private JsonNode config() {
		String receivers = "http://127.0.0.1:%d/".formatted(this.receivers.getAddress().getPort());
		JsonNode config = Docs.yaml(Docs.PROMETHEUS.resolve("tencentcloud-alertmanager.yml"));
		config.at("/route/routes").forEach((route) -> ((ObjectNode) route).put("group_wait", "1s"));
		config.path("receivers").forEach((receiver) -> {
			ArrayNode webhooks = ((ObjectNode) receiver).putArray("webhook_configs");
			webhooks.addObject().put("url", receivers + receiver.path("name").asString());
			receiver.path("pagerduty_configs").forEach((pagerDuty) -> {
				((ObjectNode) pagerDuty).put("url", receivers + "pagerduty").put("routing_key", "key");
				((ObjectNode) pagerDuty).remove("routing_key_file");
			});
			receiver.path("slack_configs").forEach((slack) -> {
				((ObjectNode) slack).put("api_url", receivers + "slack");
				((ObjectNode) slack).remove("api_url_file");
			});
		});
		return config;
	}

	private void tell(List<Map<String, String>> alerts) throws Exception {
		List<Map<String, Object>> body = alerts.stream()
			.map((labels) -> Map.<String, Object>of("labels", labels, "annotations", annotations(labels)))
			.toList();
		assertThat(this.alertmanager
			.send(this.alertmanager.request("/api/v2/alerts")
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))))
			.statusCode()).isEqualTo(200);
	}

	private static Map<String, String> annotations(Map<String, String> labels) {
		String name = labels.get("alertname");
		String of = Stream.of("job", "product", "name", "instance", "api_region")
			.map(labels::get)
			.filter(Objects::nonNull)
			.collect(Collectors.joining(" "));
		return Map.of("summary", name + " of " + of, "runbook_url", "runbook.md#" + name, "dashboard_url",
				"/d/" + name);
	}

	private static Map<String, String> page(String name, String... labels) {
		return alert(name, "page", labels);
	}

	private static Map<String, String> warning(String name, String... labels) {
		return alert(name, "warning", labels);
	}

	private static Map<String, String> alert(String name, String severity, String... labels) {
		Map<String, String> alert = new HashMap<>(Map.of("alertname", name, "severity", severity));
		for (int i = 0; i < labels.length; i += 2) {
			alert.put(labels[i], labels[i + 1]);
		}
		return alert;
	}

	private static JsonNode next(BlockingQueue<JsonNode> told) throws InterruptedException {
		JsonNode next = told.poll(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	private static List<String> names(JsonNode notification) {
		return notification.path("alerts")
			.valueStream()
			.map((alert) -> alert.at("/labels/alertname").asString())
			.toList();
	}

}
