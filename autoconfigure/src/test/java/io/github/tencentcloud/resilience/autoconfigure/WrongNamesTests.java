package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;

import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentials;
import io.github.tencentcloud.resilience.signing.TencentCloudCredentialsProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Versions, regions and other names that no server knows are understood, or stop the
 * start-up.
 */
class WrongNamesTests extends AbstractWrongConfigurationTests {

	/** The date of a version, wherever the application runs. */
	@ParameterizedTest
	@ValueSource(strings = { "UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "Europe/London" })
	void dateOfYamlIsAVersion(String zone) {
		TimeZone before = TimeZone.getDefault();
		TimeZone.setDefault(TimeZone.getTimeZone(zone));
		try (Receiver server = new Receiver()) {
			YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
			yaml.setResources(new ByteArrayResource("""
					tencentcloud.resilience.products.cvm:
					  host: %s
					  version: 2017-03-12
					  region: ap-guangzhou
					""".formatted(server.host()).getBytes()));
			Properties properties = yaml.getObject();
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class,
						TencentCloudResilienceAutoConfiguration.class))
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.addFirst(new PropertiesPropertySource("nacos", properties)))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					ApplicationCall.send(context, server.host(), "DescribeZones");
					HttpHeaders headers = server.last();
					assertThat(headers.getAll("X-TC-Version")).isEqualTo(List.of("2017-03-12"));
				});
		}
		finally {
			TimeZone.setDefault(before);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			version | 2017/03/12                   | Write '2017-03-12' instead.
			version | '"2017.3.12"'                | Write '2017-03-12' instead.
			version | 20170312                     | Write '2017-03-12' instead.
			version | v2017-03-12                  | Write '2017-03-12' instead.
			version | 2017-03-12T00:00:00Z         | Write '2017-03-12' instead.
			version | 2017-13-12                   | Write the date of the API's version, such as 2017-03-12.
			version | latest                       | Write the date of the API's version, such as 2017-03-12.
			version | '"2017-03-\\n12"'            | Write the date of the API's version, such as 2017-03-12.
			version | Sun Mar 12 07:30:00 UTC 2017 | Write the date of the API's version, such as 2017-03-12.
			version | ${NOT_SET}                   | Set 'NOT_SET', or give it a default as in ${NOT_SET:default}.
			region  | ap guangzhou                 | Write 'ap-guangzhou' instead.
			region  | ap_guangzhou                 | Write 'ap-guangzhou' instead.
			region  | no                           | Write a region, such as ap-guangzhou.
			region  | on                           | Write a region, such as ap-guangzhou.
			region  | '"ap-\\nguangzhou"'          | Write 'ap-guangzhou' instead.
			region  | '"\\u5e7f\\u5dde"'           | Write a region, such as ap-guangzhou.
			region  | ${NOT_SET}                   | Set 'NOT_SET', or give it a default as in ${NOT_SET:default}.
			account | ${NOT_SET}                   | Set 'NOT_SET', or give it a default as in ${NOT_SET:default}.
			""")
	void stops(String property, String value, String action) {
		assertStops("""
				tencentcloud:
				  credentials: { secret-id: AKIDa, secret-key: b }
				  resilience.products.cvm:
				    %s: %s
				""".formatted(property, value))
			.contains("Property: tencentcloud.resilience.products.cvm." + property, "application.yml] - 4:", action)
			.doesNotContain("2 properties");
	}

	@Test
	void placeholderThatIsNoAccountOfTheApplicationEither() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TencentCloudResilienceAutoConfiguration.class))
			.withBean(TencentCloudCredentialsProvider.class,
					() -> (call) -> CompletableFuture.completedFuture(TencentCloudCredentials.of("a", "b")))
			.withPropertyValues("tencentcloud.resilience.products.cvm.account=${NOT_SET}")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidTencentCloudConfigurationException.class)
				.hasMessageContaining("Nothing is set under 'NOT_SET', the name in the placeholder."));
	}

	@ParameterizedTest
	@CsvSource({ "url,redis://${NOT_SET}:6379", "key-prefix,mine-${NOT_SET}" })
	void placeholderInWhatIsSharedStops(String property, String value) {
		assertStops("tencentcloud.resilience.rate-limit.redis.%s: %s".formatted(property, value)).contains(
				"Property: tencentcloud.resilience.rate-limit.redis." + property,
				"Nothing is set under 'NOT_SET', the name in the placeholder.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2017-03-12", "\" 2017-03-12 \"", "'2017-03-12'", "\"2017-03-12\\n\"", "\"\"" })
	void versionsThatAreRight(String version) {
		this.startUp.yaml("""
				tencentcloud.resilience.products.cvm:
				  version: %s
				  region: "ap-shanghai-fsi\\n"
				""".formatted(version)).runAlone().close();
	}

	@Test
	void defaultOfAPlaceholder() {
		this.startUp.yaml("""
				tencentcloud.resilience.products.cvm:
				  version: ${NOT_SET:2017-03-12}
				  region: ${NOT_SET:}
				""").runAlone().close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "c vm", "cvm\n", "", "${product}" })
	void productOfARequest(String product) {
		assertThatIllegalArgumentException().isThrownBy(() -> TencentCloudAttributes.product(product))
			.withMessage("'" + product + "' is no product, such as 'cvm'");
	}

	@Test
	void variables() {
		Map.of("TENCENTCLOUD_RESILIENCE_PRODUCTS_CVM_VERSION", "2017/03/12",
				"TENCENTCLOUD_RESILIENCE_PRODUCTS_CVM_REGION", "ap guangzhou")
			.forEach(this.startUp::variable);
		assertStops("").contains("2 properties of tencentcloud-resilience are wrong", "Write '2017-03-12' instead.",
				"Write 'ap-guangzhou' instead.");
	}

}
