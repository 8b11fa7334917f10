package io.github.tencentcloud.resilience.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nobody reads a secret out of the log or the actuator.
 */
@Tag("integration")
@ExtendWith(OutputCaptureExtension.class)
class CredentialSecrecyTests {

	private static final List<String> SECRETS = List.of("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "tokenThatNobodyMaySee",
			"keyOfMarketingThatNobodyMaySee", "keyInTheVariableThatNobodyMaySee");

	private static final String ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";

	@TempDir
	private Path folder;

	@Test
	void neitherTheLogNorTheActuatorShowsSecrets(CapturedOutput output) {
		try (Receiver receiver = new Receiver();
				ConfigurableApplicationContext context = start(receiver).run(UserConfiguration.class)) {
			call(context, receiver);
			assertThat(receiver.authorization()).contains("Credential=" + ID + "/");
			assertThat(receiver.last().get("X-TC-Token")).isEqualTo(SECRETS.get(1));
			JsonMapper json = JsonMapper.builder().build();
			String environment = json.writeValueAsString(context.getBean(EnvironmentEndpoint.class).environment(null));
			assertThat(environment).contains("tencentcloud.credentials.secret-key", "TENCENTCLOUD_SECRET_KEY",
					"my.secret", "plainly visible");
			String properties = json.writeValueAsString(
					context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());
			assertThat(properties).contains("tencentcloud.resilience", "tencentcloud.signing", "users.own");
			assertThat(List.of(environment, properties))
				.allSatisfy((answer) -> assertThat(answer).doesNotContain(ID).doesNotContain(SECRETS));
		}
		assertThat(output.getAll()).contains(" TRACE ").doesNotContain(SECRETS);
	}

	/** Of those that Boot lets be read from outside; a heap dump is all of the memory. */
	@Test
	void noEndpointAnswersWithASecret() throws Exception {
		try (Receiver receiver = new Receiver();
				ConfigurableApplicationContext context = start(receiver).web()
					.argument("--management.endpoints.web.exposure.include=*")
					.argument("--management.endpoints.web.exposure.exclude=heapdump")
					.argument("--management.endpoint.health.show-details=always")
					.argument("--logging.level.root=info")
					.run(UserConfiguration.class)) {
			call(context, receiver);
			String base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator";
			JsonNode links = JsonMapper.shared().readTree(get(base)).get("_links");
			List<String> addresses = new ArrayList<>();
			links.forEach((link) -> addresses.add(link.get("href").asString()));
			// Resilience4j's streams of events never end.
			addresses.removeIf((address) -> address.contains("{") || address.contains("stream"));
			addresses.add(base + "/env/tencentcloud.credentials.secret-key");
			addresses.add(base + "/env/TENCENTCLOUD_SECRET_KEY");
			addresses.add(base + "/configprops/tencentcloud");
			assertThat(addresses).anyMatch((address) -> address.endsWith("/beans"))
				.anyMatch((address) -> address.endsWith("/conditions"))
				.anyMatch((address) -> address.endsWith("/health"))
				.hasSizeGreaterThan(10);
			for (String address : addresses) {
				assertThat(get(address)).as(address).doesNotContain(ID).doesNotContain(SECRETS);
			}
		}
	}

	private static String get(String address) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(20)).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	private static void call(ConfigurableApplicationContext context, Receiver receiver) {
		ApplicationCall.send(context, receiver.host(), "DescribeZones");
	}

	private StartUp start(Receiver receiver) {
		return new StartUp(this.folder).variable("TENCENTCLOUD_SECRET_KEY", SECRETS.get(3))
			.variable("TENCENTCLOUD_SECRET_ID", "AKIDvariable")
			.argument("--tencentcloud.credentials.token=" + SECRETS.get(1))
			.yaml("""
					my.secret: %s
					my.sentence: plainly visible
					users.own.key: ${my.secret}
					tencentcloud:
					  credentials:
					    secret-id: %s
					    secret-key: ${my.secret}
					    accounts.marketing: { secretId: AKIDmarketing, secret_key: %s }
					  resilience.products.cvm.host: "%s"
					logging.level.root: trace
					management:
					  endpoint.env.show-values: always
					  endpoint.configprops.show-values: always
					  endpoints.access.default: unrestricted
					  endpoints.jmx.exposure.include: "*"
					spring.jmx.enabled: true
					""".formatted(SECRETS.get(0), ID, SECRETS.get(2), receiver.host()));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(UserProperties.class)
	static class UserConfiguration {

	}

	@ConfigurationProperties("users.own")
	record UserProperties(String key) {

	}

}
