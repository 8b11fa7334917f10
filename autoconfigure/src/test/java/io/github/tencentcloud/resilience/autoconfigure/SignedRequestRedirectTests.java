package io.github.tencentcloud.resilience.autoconfigure;

import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.RestClient;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the mode, no signature of ours follows a redirect of {@code RestClient}.
 */
@Tag("integration")
class SignedRequestRedirectTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
						RestClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withPropertyValues(LoopbackHttp.SHORT_QUIET_PERIOD, "tencentcloud.credentials.secret-id=AKIDexample",
				"tencentcloud.credentials.secret-key=aKey", "tencentcloud.credentials.token=theToken");

	@ParameterizedTest
	@MethodSource
	void signatureStays(String factory, Mode mode) {
		try (RedirectingServer server = new RedirectingServer()) {
			assertThat(status(server, factory, "tencentcloud.resilience.mode=" + mode)).isEqualTo(302);
			assertThat(server.tokens()).isEmpty();
		}
	}

	static Stream<Arguments> signatureStays() {
		return Stream.of("http-components", "jetty", "reactor", "jdk", "simple")
			.flatMap((factory) -> Stream.of(Mode.values()).map((mode) -> Arguments.of(factory, mode)));
	}

	/** Nothing else changes for those who only observe. */
	@ParameterizedTest
	@CsvSource({ "http-components", "reactor", "jdk" })
	void whatIsNotSignedHereFollows(String factory) {
		try (RedirectingServer server = new RedirectingServer()) {
			assertThat(status(server, factory, "tencentcloud.resilience.mode=observe",
					"tencentcloud.signing.enabled=false"))
				.isEqualTo(200);
			assertThat(server.tokens()).containsExactly("null");
		}
	}

	private int status(RedirectingServer server, String factory, String... properties) {
		int[] status = new int[1];
		String host = server.host();
		this.runner.withPropertyValues(properties)
			.withPropertyValues("spring.http.clients.imperative.factory=" + factory,
					"tencentcloud.resilience.max-attempts=1", "tencentcloud.resilience.products.cvm.host=" + host)
			.run((context) -> status[0] = context.getBean(RestClient.Builder.class)
				.build()
				.post()
				.uri("http://" + host + "/")
				.header("X-TC-Action", "DescribeInstances")
				.body("{}")
				.exchange((request, response) -> response.getStatusCode().value()));
		return status[0];
	}

}
