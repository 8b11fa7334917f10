package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TencentCloudResilienceFilter}.
 */
class TencentCloudResilienceFilterTests {

	private static final String OK = "{\"Response\":{\"TotalCount\":0,\"RequestId\":\"r-1\"}}";

	private DisposableServer server;

	private final AtomicInteger requests = new AtomicInteger();

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	@Test
	void successIsHandedOnAsItIs() {
		serve((n) -> OK);
		TestFilter filter = filter(CallSettings.DEFAULTS);
		assertThat(call(filter, "DescribeInstances").block()).isEqualTo(OK);
		assertThat(filter.calls("OK", "SUCCESS")).isOne();
	}

	@Test
	void errorInEnvelopeIsRaised() {
		serve((n) -> error("AuthFailure.SignatureFailure"));
		TestFilter filter = filter(CallSettings.DEFAULTS);
		assertThatExceptionOfType(TencentCloudApiException.class)
			.isThrownBy(() -> call(filter, "DescribeInstances").block())
			.satisfies((ex) -> {
				assertThat(ex.getCode()).isEqualTo("AuthFailure.SignatureFailure");
				assertThat(ex.getRequestId()).isEqualTo("r-2");
				assertThat(ex.getAttempts()).isOne();
				assertThat(ex.getPolicy()).isEqualTo("auth");
			});
		assertThat(this.requests).hasValue(1);
	}

	@Test
	void throttlingIsRetried() {
		serve((n) -> (n < 3) ? error("RequestLimitExceeded") : OK);
		TestFilter filter = filter(CallSettings.DEFAULTS);
		assertThat(call(filter, "RunInstances").block()).isEqualTo(OK);
		assertThat(this.requests).hasValue(3);
		assertThat(filter.retries("recovered")).isEqualTo(2);
	}

	@Test
	void contentIsUnwrapped() {
		serve((n) -> OK);
		TestFilter filter = filter(
				TestSettings.of(Mode.ENFORCE, true, Duration.ofSeconds(5), Duration.ofSeconds(9), 10, null));
		assertThat(call(filter, "DescribeInstances").block()).isEqualTo("{\"TotalCount\":0,\"RequestId\":\"r-1\"}");
	}

	private void serve(Function<Integer, String> answer) {
		this.server = LoopbackHttp.server().handle((request, response) -> {
			return request.receive()
				.then()
				.thenEmpty(response.header("Content-Type", "application/json")
					.sendString(Mono.fromSupplier(() -> answer.apply(this.requests.incrementAndGet())))
					.then());
		}).bindNow();
	}

	private TestFilter filter(CallSettings settings) {
		return TestFilter.builder().host("cvm", "127.0.0.1:" + this.server.port()).settings(settings).build();
	}

	private Mono<String> call(TestFilter filter, String action) {
		return WebClient.builder()
			.filter(filter.filter)
			.clientConnector(new ReactorClientHttpConnector())
			.build()
			.post()
			.uri("http://127.0.0.1:" + this.server.port() + "/")
			.header("X-TC-Action", action)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class);
	}

	private static String error(String code) {
		return "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"},\"RequestId\":\"r-2\"}}";
	}

}
