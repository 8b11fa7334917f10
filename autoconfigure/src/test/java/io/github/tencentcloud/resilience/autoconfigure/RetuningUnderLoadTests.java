package io.github.tencentcloud.resilience.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.QuietLoggers;
import io.github.tencentcloud.resilience.TencentCloudFailure;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings that change a hundred times while calls go through: none of them fails for it,
 * and none sees some of the old ones and some of the new.
 */
@Tag("integration")
class RetuningUnderLoadTests {

	private static final int CHANGES = 100;

	/** As many calls at least go through between one change and the next. */
	private static final int CALLS = 100;

	private static final String SEEN = "seen";

	@RegisterExtension
	final QuietLoggers quiet = new QuietLoggers("io.github.tencentcloud.resilience");

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicBoolean over = new AtomicBoolean();

	@Test
	void everyCallSeesAllOfOneChange() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class,
					TencentCloudResilienceAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("changing", settings(0))))
			.run((context) -> {
				WebClient client = context.getBean(WebClient.Builder.class).exchangeFunction(this::answer).build();
				ExecutorService threads = Executors.newFixedThreadPool(2);
				try {
					List<Future<?>> callers = new ArrayList<>();
					callers.add(threads.submit(caller(client)));
					callers.add(threads.submit(caller(client)));
					change((ConfigurableApplicationContext) context.getSourceApplicationContext(), callers);
					this.over.set(true);
					for (Future<?> caller : callers) {
						caller.get(30, TimeUnit.SECONDS);
					}
				}
				finally {
					this.over.set(true);
					threads.shutdownNow();
				}
				assertThat(this.calls).hasValueGreaterThanOrEqualTo(CHANGES * CALLS);
			});
	}

	private void change(ConfigurableApplicationContext context, List<Future<?>> callers) {
		for (int i = 1; i <= CHANGES; i++) {
			int enough = this.calls.get() + CALLS;
			while (this.calls.get() < enough && callers.stream().noneMatch(Future::isDone)) {
				LockSupport.parkNanos(100_000);
			}
			context.getEnvironment()
				.getPropertySources()
				.replace("changing", new MapPropertySource("changing", settings(i)));
			context.publishEvent(new EnvironmentChangeEvent(context, settings(i).keySet()));
			assertThat(context.getBean(SettingsInForce.class).get().products().get("cvm").region())
				.isEqualTo("ap-" + i);
		}
	}

	/** Even ones have an error repeated that odd ones do not. */
	private static Map<String, Object> settings(int number) {
		boolean even = number % 2 == 0;
		Map<String, Object> settings = new HashMap<>();
		settings.put("tencentcloud.resilience.products.cvm.region", "ap-" + number);
		settings.put("tencentcloud.resilience.products.cvm.version", "2017-03-" + (even ? "12" : "13"));
		settings.put("tencentcloud.resilience.codes.[MyError]", even ? "throttled" : "invalid");
		settings.put("tencentcloud.resilience.policies.throttled.max-retries", even ? "2" : "1");
		settings.put("tencentcloud.resilience.policies.throttled.delay", "0");
		settings.put("tencentcloud.resilience.policies.throttled.jitter", "0");
		settings.put("tencentcloud.resilience.products.cvm.bulkhead.max-concurrent-calls", even ? "8" : "9");
		settings.put("tencentcloud.resilience.products.cvm.circuit-breaker.failure-rate-threshold", even ? "40" : "50");
		settings.put("tencentcloud.resilience.adaptive-throttling.enabled", "false");
		settings.put("tencentcloud.resilience.retry-budget.enabled", "false");
		return settings;
	}

	@SuppressWarnings("unchecked")
	private Mono<ClientResponse> answer(ClientRequest request) {
		((List<String>) request.attribute(SEEN).orElseThrow())
			.add(request.headers().getFirst("X-TC-Region") + " " + request.headers().getFirst("X-TC-Version"));
		String error = request.headers().getFirst("X-TC-Action").equals("DescribeZones") ? ""
				: "\"Error\":{\"Code\":\"MyError\",\"Message\":\"m\"},";
		return Mono.just(ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", "application/json")
			.body("{\"Response\":{" + error + "\"RequestId\":\"r\"}}")
			.build());
	}

	private Callable<?> caller(WebClient client) {
		return () -> {
			while (!this.over.get()) {
				List<String> seen = new ArrayList<>();
				client.post()
					.uri("https://cvm.tencentcloudapi.com/")
					.header("X-TC-Action", "DescribeZones")
					.attribute(SEEN, seen)
					.retrieve()
					.bodyToMono(String.class)
					.block();
				assertThat(seen).hasSize(1).allSatisfy(RetuningUnderLoadTests::assertWhole);
				seen.clear();
				Throwable error = client.post()
					.uri("https://cvm.tencentcloudapi.com/")
					.header("X-TC-Action", "DescribeInstances")
					.attribute(SEEN, seen)
					.retrieve()
					.bodyToMono(String.class)
					.<Throwable>map((body) -> new AssertionError(body))
					.onErrorResume(Mono::just)
					.block();
				TencentCloudFailure failure = TencentCloudFailure.of(error)
					.orElseThrow(() -> new AssertionError(error));
				boolean even = isEven(seen.get(0));
				assertThat(seen).as("what its attempts saw").containsOnly(seen.get(0)).hasSize(even ? 3 : 1);
				assertWhole(seen.get(0));
				assertThat(failure.policy()).isEqualTo(even ? "throttled" : "invalid");
				this.calls.addAndGet(2);
			}
			return null;
		};
	}

	private static void assertWhole(String seen) {
		assertThat(seen).endsWith(isEven(seen) ? "2017-03-12" : "2017-03-13");
	}

	private static boolean isEven(String seen) {
		return Integer.parseInt(seen.substring("ap-".length(), seen.indexOf(' '))) % 2 == 0;
	}

}
