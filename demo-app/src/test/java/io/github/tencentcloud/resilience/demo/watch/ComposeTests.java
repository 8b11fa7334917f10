package io.github.tencentcloud.resilience.demo.watch;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.tencentcloud.resilience.demo.RequiresTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The parts of {@code docs/compose} fit together. Docker itself is not asked.
 */
class ComposeTests {

	private static final Path DIRECTORY = Docs.DIRECTORY.resolve("compose");

	private final JsonNode compose = Docs.yaml(DIRECTORY.resolve("compose.yml"));

	@Test
	void isWhatTheComposeSpecificationAllows() {
		Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
			.getSchema(Docs.resource("compose-spec.json"));
		assertThat(schema.validate(this.compose)).isEmpty();
		((ObjectNode) this.compose.at("/services/grafana")).put("port", "3000:3000");
		assertThat(schema.validate(this.compose)).isNotEmpty();
	}

	@Test
	void everyImageIsPinnedAndEveryPortIsForThisMachineOnly() {
		assertThat(this.compose.path("services")).hasSize(2).allSatisfy((service) -> {
			assertThat(service.path("image").asString()).matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+");
			assertThat(service.path("ports")).isNotEmpty()
				.allSatisfy((port) -> assertThat(port.asString()).startsWith("127.0.0.1:"));
		});
	}

	@Test
	void everyMountedFileIsThere() {
		assertThat(this.compose.path("services"))
			.allSatisfy((service) -> assertThat(service.path("volumes")).isNotEmpty().allSatisfy((volume) -> {
				String source = volume.asString().split(":")[0];
				if (source.startsWith(".")) {
					assertThat(DIRECTORY.resolve(source)).exists();
					assertThat(volume.asString()).endsWith(":ro");
				}
				else {
					assertThat(this.compose.path("volumes").has(source)).as(source).isTrue();
				}
			}));
	}

	@Test
	@RequiresTool("promtool")
	void prometheusTakesItsConfigurationAndOurRules(@TempDir Path directory) throws Exception {
		assertThat(mounted("prometheus", "../prometheus")).isEqualTo("/etc/prometheus/rules");
		Path config = Files.copy(DIRECTORY.resolve("prometheus.yml"), directory.resolve("prometheus.yml"));
		Path rules = Files.createDirectory(directory.resolve("rules"));
		for (Path file : Docs.list(Docs.PROMETHEUS, ".rules.yml")) {
			Files.copy(file, rules.resolve(file.getFileName()));
		}
		Promtool.Result result = Promtool.run(directory, "check", "config", config.toString());
		assertThat(result.status()).as(result.output()).isEqualTo(0);
		assertThat(result.output()).contains("2 rule files found");
	}

	@Test
	void grafanaAsksThisPrometheus() {
		JsonNode source = Docs.yaml(DIRECTORY.resolve("grafana/datasources.yml")).at("/datasources/0");
		URI url = URI.create(source.path("url").asString());
		assertThat(this.compose.path("services").has(url.getHost())).isTrue();
		assertThat(this.compose.at("/services/prometheus/ports/0").asString()).endsWith(":" + url.getPort());
		assertThat(source.path("type").asString()).isEqualTo("prometheus");
		assertThat(source.path("isDefault").asBoolean()).isTrue();
		assertThat(source.at("/jsonData/timeInterval"))
			.isEqualTo(Docs.yaml(DIRECTORY.resolve("prometheus.yml")).at("/global/scrape_interval"));
	}

	@Test
	void grafanaFindsOurDashboards() {
		JsonNode provider = Docs.yaml(DIRECTORY.resolve("grafana/dashboards.yml")).at("/providers/0");
		String path = provider.at("/options/path").asString();
		assertThat(path).isEqualTo(mounted("grafana", "../grafana"));
		String home = this.compose.at("/services/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
			.asString();
		assertThat(home).startsWith(path);
		assertThat(Docs.DIRECTORY.resolve("grafana").resolve(home.substring(path.length() + 1))).exists();
	}

	/** Where a service sees a file or directory. */
	private String mounted(String service, String source) {
		return this.compose.at("/services/" + service + "/volumes")
			.valueStream()
			.map((volume) -> volume.asString().split(":"))
			.filter((parts) -> parts[0].equals(source))
			.findFirst()
			.orElseThrow()[1];
	}

}
