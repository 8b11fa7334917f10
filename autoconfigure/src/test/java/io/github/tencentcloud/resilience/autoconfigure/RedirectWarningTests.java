package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.core.SpringProperties;

import io.github.tencentcloud.resilience.LoopbackHttp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the warning comes where a signature would leave, and nowhere else.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedirectWarningTests {

	private static final String[] CREDENTIALS = { "tencentcloud.credentials.secret-id=AKIDdefault",
			"tencentcloud.credentials.secret-key=keyOfTheDefault", "tencentcloud.credentials.token=theToken" };

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
						WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withPropertyValues(LoopbackHttp.SHORT_QUIET_PERIOD);

	@ParameterizedTest
	@CsvSource({ "jdk, -, true", "jdk, follow, true", "jdk, follow-when-possible, true", "jdk, dont-follow, false",
			"reactor, -, false", "http-components, -, false", "jetty, -, false" })
	void comesWhereTheTokenWouldLeave(String connector, String redirects, boolean leaves, CapturedOutput output) {
		try (RedirectingServer server = new RedirectingServer()) {
			String host = server.host();
			this.runner.withPropertyValues(CREDENTIALS)
				.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
						redirects.equals("-") ? "x=y" : "spring.http.clients.redirects=" + redirects,
						"tencentcloud.resilience.max-attempts=1", "tencentcloud.resilience.products.cvm.host=" + host)
				.run((context) -> {
					assertThat(context).hasNotFailed();
					ApplicationCall.request(context, host, "DescribeInstances")
						.bodyValue("{}")
						.retrieve()
						.toBodilessEntity()
						.onErrorComplete()
						.block(Duration.ofSeconds(30));
				});
			assertThat(server.tokens().contains("theToken")).isEqualTo(leaves);
			assertThat(output.toString().contains("spring.http.clients.redirects=dont-follow")).isEqualTo(leaves);
		}
	}

	@Test
	void doesNotComeWhereNothingIsSigned(CapturedOutput output) {
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=jdk")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("spring.http.clients.redirects=dont-follow");
	}

	/**
	 * Prepared ahead of time, whatever signs is there, and the property is asked again.
	 */
	@Test
	void doesNotComeWhereSigningIsSwitchedOffWhereItRuns(CapturedOutput output) {
		prepared(this.runner.withPropertyValues(CREDENTIALS).withPropertyValues("tencentcloud.signing.enabled=false"),
				output);
	}

	@Test
	void doesNotComeWithoutCredentialsWhereItRuns(CapturedOutput output) {
		prepared(this.runner, output);
	}

	private static void prepared(ApplicationContextRunner runner, CapturedOutput output) {
		SpringProperties.setFlag("spring.aot.processing");
		try {
			runner.withPropertyValues("spring.http.clients.reactive.connector=jdk")
				.run((context) -> assertThat(context).hasSingleBean(RedirectWarning.class));
		}
		finally {
			SpringProperties.setProperty("spring.aot.processing", null);
		}
		assertThat(output).doesNotContain("spring.http.clients.redirects=dont-follow");
	}

}
