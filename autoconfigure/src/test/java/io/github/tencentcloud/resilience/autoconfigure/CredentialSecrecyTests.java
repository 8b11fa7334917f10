package io.github.tencentcloud.resilience.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nobody reads a secret out of the log or the actuator.
 */
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
			context.getBean(WebClient.Builder.class)
				.build()
				.post()
				.uri("http://" + receiver.host() + "/")
				.header("X-TC-Action", "DescribeZones")
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(String.class)
				.block(Duration.ofSeconds(10));
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
