package io.github.tencentcloud.resilience.webclient;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.AttemptSummary;
import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudFailure;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for what the exceptions say.
 */
class FailureTests {

	private static final String SECRET = "TC3-HMAC-SHA256 Credential=AKIDsecret, Signature=abcdef";

	@Test
	void messageReadsLikeALineOfALog() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange
			.json(error((exchange.number() == 1) ? "RequestLimitExceeded" : "AuthFailure")))) {
			Throwable error = catchThrowable(() -> scene.post("RunInstances")
				.header("X-TC-Region", "ap-guangzhou")
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(String.class)
				.block(LIMIT));
			assertThat(error.getMessage().replaceAll("\\d+ ms", "12 ms"))
				.isEqualTo("AuthFailure: m [cvm.RunInstances ap-guangzhou, RequestId r-2, policy auth (fail), "
						+ "2 attempts in 12 ms: RequestLimitExceeded, AuthFailure]");
			TencentCloudFailure failure = TencentCloudFailure.of(error).orElseThrow();
			assertThat(failure.history()).extracting(AttemptSummary::code)
				.containsExactly("RequestLimitExceeded", "AuthFailure");
			assertThat(failure.history()).extracting(AttemptSummary::policy).containsExactly("throttled", "auth");
			assertThat(failure.elapsed()).isPositive();
		}
	}

	@Test
	void exceptionCanBeBuiltAndSerialized() throws Exception {
		TencentCloudApiException built = TencentCloudApiException.builder("LimitExceeded")
			.message("no more")
			.requestId("r-9")
			.call("cvm", "RunInstances", "ap-guangzhou")
			.policy("quota", Decision.FAIL)
			.attempts(2)
			.statusCode(400)
			.build();
		TencentCloudApiException copy = (TencentCloudApiException) copy(built);
		assertThat(copy).hasMessage(built.getMessage());
		assertThat(copy.getFailure()).isEqualTo(built.getFailure());
		assertThat(copy.getStatusCode()).isEqualTo(400);
		assertThat(copy.getCode()).isEqualTo("LimitExceeded");
		assertThat(copy.getApiMessage()).isEqualTo("no more");
		assertThat(copy.getRequestId()).isEqualTo("r-9");
		assertThat(copy.getProduct() + copy.getAction() + copy.getRegion()).isEqualTo("cvmRunInstancesap-guangzhou");
		assertThat(copy.getPolicy()).isEqualTo("quota");
		assertThat(copy.getDecision()).isEqualTo(Decision.FAIL);
		assertThat(copy.getAttempts()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "error", "html", "reset", "503", "silent" })
	void secretIsNeverShownAndEveryFailureHasACode(String kind) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			switch (kind) {
				case "error" -> exchange.json(error("RequestLimitExceeded"));
				case "html" -> exchange.send(200, "text/html", "<html>" + exchange.header("Authorization"));
				case "reset" -> exchange.reset();
				case "503" -> exchange.send(503, "text/html", "x");
				default -> exchange.fallSilent();
			}
		})) {
			Throwable error = catchThrowable(() -> scene.post("DescribeInstances")
				.header("Authorization", SECRET)
				.header("X-TC-Token", "AKIDsecret")
				.attributes(TencentCloudAttributes.deadline(kind.equals("silent") ? Duration.ofMillis(500) : LIMIT))
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(String.class)
				.block(LIMIT));
			TencentCloudFailure failure = TencentCloudFailure.of(error).orElseThrow();
			assertThat(failure.code()).isNotBlank();
			assertThat(failure.attempts()).isPositive();
			StringWriter trace = new StringWriter();
			error.printStackTrace(new PrintWriter(trace));
			assertThat(trace + failure.toString() + failure.describe()).doesNotContain("AKIDsecret", "abcdef");
			// Spring's own exception loses its request when it is serialized.
			assertThat(TencentCloudFailure.of(copy(error)).isPresent()).isNotEqualTo(kind.equals("503"));
		}
	}

	@Test
	void othersHaveNoFailure() {
		assertThat(TencentCloudFailure.of(new IllegalStateException())).isEmpty();
		assertThat(TencentCloudFailure.of(null)).isEmpty();
	}

	private static Throwable copy(Throwable error) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(error);
		return (Throwable) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
	}

}
