package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ObservationListeners}: what is observed depends on who is there to
 * hear of it.
 */
class ObservationListenersTests {

	private final DisposableServer server = LoopbackHttp.server()
		.handle((request, response) -> response.header("Content-Type", "application/json")
			.sendString(Mono.just("{\"Response\":{\"RequestId\":\"r\"}}")))
		.bindNow();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, WebClientObservationAutoConfiguration.class,
				ObservationAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withUserConfiguration(HttpClientRequestsTests.Meters.class, Observed.class)
		.withPropertyValues(LoopbackHttp.SHORT_QUIET_PERIOD,
				"tencentcloud.resilience.products.cvm.host=127.0.0.1:" + this.server.port());

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	@Test
	void onlyThatOfTheClientIsMadeForMeters() {
		this.runner.run((context) -> {
			call(context.getBean(WebClient.Builder.class));
			assertThat(observed(context)).containsExactly("http.client.requests");
		});
	}

	@Test
	void noneIsMadeForMetersOfAClientThatObservesNothing() {
		this.runner.run((context) -> {
			call(byHand(context));
			assertThat(observed(context)).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Handler.class, Customizer.class, Registry.class })
	void allAreMadeForListeners(Class<?> listener) {
		this.runner.withUserConfiguration(listener).run((context) -> {
			call(context.getBean(WebClient.Builder.class));
			call(byHand(context));
			assertThat(observed(context)).containsExactly("http.client.requests", "tencentcloud.client.attempt",
					"tencentcloud.client.call", "tencentcloud.client.attempt");
		});
	}

	/** What only traces show is worked out only for them. */
	@Test
	void clientOfMetersIsToldTheCodeAlone() {
		this.runner.withUserConfiguration(MeterHandler.class).run((context) -> {
			call(context.getBean(WebClient.Builder.class));
			assertThat(told(context)).contains("tencentcloud.code=OK").doesNotContain("request_id");
		});
	}

	@Test
	void clientOfMetersIsToldNothingWithoutTheTag() {
		this.runner.withUserConfiguration(MeterHandler.class)
			.withPropertyValues("tencentcloud.resilience.metrics.http-client-code=false")
			.run((context) -> {
				call(context.getBean(WebClient.Builder.class));
				assertThat(told(context)).doesNotContain("tencentcloud.");
			});
	}

	@Test
	void clientOfListenersIsToldMore() {
		this.runner.withUserConfiguration(MeterHandler.class, Handler.class).run((context) -> {
			call(context.getBean(WebClient.Builder.class));
			assertThat(told(context)).contains("tencentcloud.code=OK", "tencentcloud.request_id=r");
		});
	}

	/**
	 * The observation ends on the client's thread, after its caller has had the answer.
	 */
	private static String told(ApplicationContext context) {
		List<String> seen = context.getBean(MeterHandler.class).seen;
		Awaitility.await().until(() -> !seen.isEmpty());
		return seen.get(0);
	}

	private static List<String> observed(ApplicationContext context) {
		return context.getBean(Observed.class).names;
	}

	private static WebClient.Builder byHand(ApplicationContext context) {
		return WebClient.builder().filter(context.getBean(TencentCloudResilienceFilter.class));
	}

	private void call(WebClient.Builder builder) {
		builder.build()
			.get()
			.uri("http://127.0.0.1:" + this.server.port() + "/")
			.header("X-TC-Action", "DescribeInstances")
			.retrieve()
			.bodyToMono(String.class)
			.block(Duration.ofSeconds(10));
	}

	/** Sees each observation before it is made. */
	@Configuration(proxyBeanMethods = false)
	static class Observed implements ObservationPredicate {

		private final List<String> names = new CopyOnWriteArrayList<>();

		@Override
		public boolean test(String name, Observation.Context context) {
			this.names.add(name);
			return true;
		}

	}

	/** Gets what a client observes before Boot's own handler would. */
	@Order(1)
	static class MeterHandler implements MeterObservationHandler<Observation.Context> {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(Observation.Context context) {
			this.seen.add(String.valueOf(context.getAllKeyValues()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Handler {

		@Bean
		ObservationHandler<Observation.Context> listener() {
			return (context) -> true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizer {

		@Bean
		ObservationRegistryCustomizer<ObservationRegistry> customizer() {
			return (registry) -> registry.observationConfig()
				.observationHandler((ObservationHandler<Observation.Context>) (context) -> true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Registry {

		@Bean
		ObservationRegistry mine() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig()
				.observationHandler((ObservationHandler<Observation.Context>) (context) -> true);
			return registry;
		}

	}

}
