package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for time-outs over HTTP. All times are far apart, so that a busy machine passes.
 */
@Tag("integration")
class TimeoutTests {

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void attemptEndsWhileTheBodyDrips(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, "application/json", 1000);
			exchange.drip(" ".repeat(1000), 20);
		}, (builder) -> builder.settings(Scene.timeouts(Duration.ofMillis(400), LIMIT)))) {
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(scene::write)
				.withMessageContaining("tencentcloud.resilience.timeout.attempt");
			assertThat(scene.filter.attempts("ClientError.NetworkError.ReadTimeout")).isOne();
		}
	}

	@Test
	void endlessTimeIsAYear() throws Exception {
		Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(OK),
				(builder) -> builder.settings(Scene.timeouts(endless, endless)))) {
			assertThat(scene.write()).isEqualTo(OK);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void slowAttemptIsRepeatedForReads(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			if (exchange.number() == 1) {
				exchange.fallSilent();
			}
			exchange.json(OK);
		}, (builder) -> builder.settings(Scene.timeouts(Duration.ofSeconds(3), LIMIT)))) {
			assertThat(scene.read()).isEqualTo(OK);
			assertThat(scene.filter.attempts("ClientError.NetworkError.ReadTimeout")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void deadlineOfOneRequest(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, RawServer.Exchange::fallSilent)) {
			assertThatExceptionOfType(CallTimeoutException.class)
				.isThrownBy(() -> scene.post("DescribeInstances")
					.attributes(TencentCloudAttributes.deadline(Duration.ofMillis(200)))
					.bodyValue("{}")
					.retrieve()
					.bodyToMono(String.class)
					.block(LIMIT))
				.withMessageContaining("No answer within 200 ms");
			assertThat(scene.filter.calls("ClientError.CallTimeout", "FAILURE")).isOne();
		}
	}

	@Test
	void errorPageThatNeverEndsDoesNotHoldUpTheNextAttempt() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			if (exchange.number() == 1) {
				exchange.head(503, "text/html", 100_000);
				exchange.drip("x".repeat(100_000), 50);
			}
			exchange.json(OK);
		})) {
			assertThat(scene.read()).isEqualTo(OK);
			assertThat(scene.requests()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void errorPageThatFallsSilentIsNotWaitedForWithoutALimit(Connector connector) throws Exception {
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(503, "text/html", 100);
			exchange.write("<html>");
			exchange.fallSilent();
		}, (builder) -> builder.settings(Scene.timeouts(Duration.ofSeconds(2), LIMIT)))) {
			assertThatExceptionOfType(WebClientResponseException.ServiceUnavailable.class).isThrownBy(scene::write);
		}
	}

}
