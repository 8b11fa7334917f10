package io.github.tencentcloud.resilience.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;

import io.github.tencentcloud.resilience.DroppedErrors;
import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.ThrottledException;
import io.github.tencentcloud.resilience.engine.Engine;
import io.github.tencentcloud.resilience.telemetry.CallOutcome;
import io.github.tencentcloud.resilience.telemetry.HttpClientObservationFilter;
import io.github.tencentcloud.resilience.telemetry.TencentCloudCallResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tests for an application that stops while calls wait or are under way.
 */
@Tag("integration")
class ContextCloseTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String THROTTLED = """
			{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"m"},"RequestId":"r"}}""";

	private static final String OK = """
			{"Response":{"RequestId":"r"}}""";

	private static final String YAML = """
			tencentcloud:
			  resilience:
			    timeout: { attempt: 100s, call: 300s }
			    policies.throttled: { delay: 200s, max-delay: 200s }
			    products:
			      cvm.bulkhead: { max-concurrent-calls: 1, max-wait-duration: 200s }
			      cam.actions.ListUsers.rate-limit: 1/m
			      # Its host is the server's
			""";

	private final DroppedErrors dropped = new DroppedErrors();

	private final AtomicInteger requests = new AtomicInteger();

	private final Sinks.One<String> late = Sinks.one();

	private final DisposableServer server = LoopbackHttp.server().handle((request, response) -> {
		this.requests.incrementAndGet();
		Mono<String> answer = switch (request.requestHeaders().get("X-TC-Action")) {
			case "DescribeInstances" -> Mono.just(THROTTLED);
			case "RunInstances" -> this.late.asMono();
			default -> Mono.just(OK);
		};
		return request.receive()
			.then()
			.thenMany(response.header("Content-Type", "application/json").sendString(answer));
	}).bindNow();

	@TempDir
	private Path folder;

	@AfterEach
	void stop() {
		this.dropped.close();
		this.server.disposeNow();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "http-components", "jetty" })
	void callThatWaitsForItsNextAttemptEndsWithItsLastError(String connector) {
		ConfigurableApplicationContext context = run("cvm", connector);
		CompletableFuture<String> call = call(context, "DescribeInstances");
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		await().atMost(LIMIT).until(() -> meters.find("tencentcloud.client.retry.delay").timer() != null);
		context.close();
		assertThat(error(call)).isInstanceOfSatisfying(TencentCloudApiException.class, (ex) -> {
			assertThat(ex.getCode()).isEqualTo("RequestLimitExceeded");
			assertThat(ex.getAttempts()).isOne();
			assertThat(ex.getSuppressed()).hasAtLeastOneElementOfType(ThrottledException.class);
			assertThat(TencentCloudFailure.of(ex).orElseThrow().retryResult()).isEqualTo(RetryResult.SHUTDOWN);
		});
		assertThat(this.requests).hasValue(1);
		assertThat(this.dropped.errors()).isEmpty();
	}

	@Test
	void callThatWaitsForAPlaceEnds() {
		ConfigurableApplicationContext context = run("cvm", "jdk");
		call(context, "RunInstances");
		await().atMost(LIMIT).until(() -> this.requests.get() == 1);
		CompletableFuture<String> call = call(context, "RunInstances");
		assertThat(call).isNotDone();
		context.close();
		assertStopped(call);
	}

	@Test
	void callThatWaitsForItsTurnEnds() throws Exception {
		ConfigurableApplicationContext context = run("cam", "jdk");
		call(context, "ListUsers").get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		CompletableFuture<String> call = call(context, "ListUsers");
		assertThat(call).isNotDone();
		context.close();
		assertStopped(call);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "http-components", "jetty" })
	void callUnderWayIsNotRepeated(String connector) {
		ConfigurableApplicationContext context = run("cvm", connector);
		CompletableFuture<String> call = call(context, "RunInstances");
		await().atMost(LIMIT).until(() -> this.requests.get() == 1);
		int phase = context.getBean(Engine.class).getPhase();
		context.getBeanFactory().registerSingleton("lateAnswer", new LateAnswer(call, phase - 1));
		context.close();
		assertThat(error(call)).isInstanceOfSatisfying(TencentCloudApiException.class, (ex) -> {
			assertThat(ex.getCode()).isEqualTo("RequestLimitExceeded");
			assertThat(ex.getAttempts()).isOne();
		});
		assertThat(this.requests).hasValue(1);
		assertThat(this.dropped.errors()).isEmpty();
	}

	@Test
	void applicationThatStartsAgainWaitsAgain() {
		try (ConfigurableApplicationContext context = run("cvm", "jdk")) {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			Engine engine = context.getBean(Engine.class);
			assertThat(engine.isRunning()).isTrue();
			engine.stop();
			assertThat(engine.isRunning()).isFalse();
			assertThat(error(call(context, "DescribeInstances"))).isInstanceOf(TencentCloudApiException.class);
			assertThat(meters.find("tencentcloud.client.retry.delay").timer()).isNull();
			engine.start();
			CompletableFuture<String> call = call(context, "DescribeInstances");
			await().atMost(LIMIT).until(() -> meters.find("tencentcloud.client.retry.delay").timer() != null);
			assertThat(call).isNotDone();
		}
	}

	@Test
	void observationThatEndsAfterTheApplicationLooksUpNoBean() {
		ConfigurableApplicationContext context = run("cvm", "jdk");
		HttpClientObservationFilter filter = context.getBean(HttpClientObservationFilter.class);
		context.close();
		ClientRequestObservationContext ended = new ClientRequestObservationContext(
				ClientRequest.create(HttpMethod.POST, URI.create("http://localhost/")));
		ended.put(TencentCloudCallResult.class,
				new TencentCloudCallResult(new TencentCloudCall("cvm", "A", null, "none", "localhost", "POST"),
						"AuthFailure", "auth", "fail", CallOutcome.FAILURE, null, 1, 1, null));
		assertThat(filter.map(ended).getLowCardinalityKeyValue("tencentcloud.code").getValue())
			.isEqualTo("AuthFailure");
	}

	@Test
	void itStopsBetweenTheServerAndTheClientsResources() {
		try (ConfigurableApplicationContext context = run("cvm", "reactor")) {
			assertThat(context.getBean(Engine.class).getPhase()).isPositive()
				.isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
		}
	}

	private ConfigurableApplicationContext run(String product, String connector) {
		return new StartUp(this.folder)
			.yaml(YAML.replace("# Its host is the server's", product + ".host: 127.0.0.1:" + this.server.port()))
			.argument("--spring.http.clients.reactive.connector=" + connector)
			.argument("--" + LoopbackHttp.SHORT_QUIET_PERIOD)
			.run();
	}

	private CompletableFuture<String> call(ConfigurableApplicationContext context, String action) {
		return ApplicationCall.request(context, "127.0.0.1:" + this.server.port(), action)
			.bodyValue("{}")
			.retrieve()
			.bodyToMono(String.class)
			.toFuture();
	}

	private void assertStopped(CompletableFuture<String> call) {
		assertThat(error(call)).isInstanceOf(ThrottledException.class)
			.hasMessageContaining("The application is shutting down");
		assertThat(this.requests).hasValue(1);
		assertThat(this.dropped.errors()).isEmpty();
	}

	private static Throwable error(CompletableFuture<String> call) {
		Throwable error = catchThrowable(() -> call.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
		assertThat(error).isInstanceOf(ExecutionException.class);
		return error.getCause();
	}

	/**
	 * The answer to a call that is under way comes when the application stops, while its
	 * connections are still there.
	 */
	private final class LateAnswer implements SmartLifecycle {

		private final CompletableFuture<String> call;

		private final int phase;

		LateAnswer(CompletableFuture<String> call, int phase) {
			this.call = call;
			this.phase = phase;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

		@Override
		public boolean isRunning() {
			return true;
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
			ContextCloseTests.this.late.tryEmitValue(THROTTLED);
			await().atMost(LIMIT).until(this.call::isDone);
		}

	}

}
