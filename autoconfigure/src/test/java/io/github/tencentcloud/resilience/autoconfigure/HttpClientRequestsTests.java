package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.DefaultClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudActionHeaders;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of {@code http.client.requests}, with Boot's observations and a Prometheus
 * registry.
 */
class HttpClientRequestsTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final DisposableServer server = LoopbackHttp.server()
		.handle((request, response) -> response.header("Content-Type", "application/json").sendString(Mono.just("""
				{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"m"},"RequestId":"r"}}""")))
		.bindNow();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, WebClientObservationAutoConfiguration.class,
				HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, RestClientObservationAutoConfiguration.class,
				ObservationAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withUserConfiguration(Meters.class)
		.withPropertyValues(LoopbackHttp.SHORT_QUIET_PERIOD,
				"tencentcloud.resilience.products.cvm.host=127.0.0.1:" + this.server.port());

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	@Test
	void everySeriesHasTheTag() {
		this.runner.run((context) -> {
			callTencentCloud(context);
			callAnotherHost(context);
			callWithRestClient(context);
			assertThat(requests(context, 3)).extracting((timer) -> timer.getId().getTag("tencentcloud.code"))
				.containsExactlyInAnyOrder("AuthFailure.SignatureFailure", "none", "none");
			assertThat(context.getBean(PrometheusMeterRegistry.class).scrape().lines())
				.filteredOn((line) -> line.startsWith("http_client_requests_seconds_count"))
				.hasSize(3)
				.allSatisfy((line) -> assertThat(line).contains("tencentcloud_code="));
		});
	}

	@Test
	void callOfARestClient() {
		this.runner.run((context) -> {
			RestClient client = context.getBean(RestClient.Builder.class).build();
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(() -> client.get()
				.uri("http://127.0.0.1:" + this.server.port() + "/")
				.header("X-TC-Action", "DescribeInstances")
				.retrieve()
				.body(String.class));
			assertThat(requests(context, 1)).singleElement().satisfies((timer) -> {
				assertThat(timer.getId().getTag("tencentcloud.code")).isEqualTo("AuthFailure.SignatureFailure");
				assertThat(timer.getId().getTag("exception")).isEqualTo("TencentCloudApiException");
			});
		});
	}

	/**
	 * Whatever its address, and whether Boot guards its requests or it is built by hand.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void callOfAnInterfaceOnRestClient(boolean byHand) {
		this.runner.run((context) -> {
			RestClient.Builder builder = byHand
					? RestClient.builder()
						.observationRegistry(context.getBean(ObservationRegistry.class))
						.requestInterceptor(context.getBean(TencentCloudResilienceInterceptor.class))
					: context.getBean(RestClient.Builder.class);
			Cvm cvm = HttpServiceProxyFactory
				.builderFor(RestClientAdapter.create(builder.baseUrl("http://localhost:" + this.server.port()).build()))
				.httpRequestValuesProcessor(new TencentCloudActionHeaders())
				.build()
				.createClient(Cvm.class);
			assertThatExceptionOfType(TencentCloudApiException.class).isThrownBy(cvm::describeInstances);
			assertThat(requests(context, 1)).singleElement()
				.satisfies((timer) -> assertThat(timer.getId().getTag("tencentcloud.code"))
					.isEqualTo("AuthFailure.SignatureFailure"));
		});
	}

	@Test
	void outcomeStaysThatOfHttp() {
		this.runner.run((context) -> {
			callTencentCloud(context);
			assertThat(requests(context, 1)).singleElement().satisfies((timer) -> {
				assertThat(timer.getId().getTag("outcome")).isEqualTo("SUCCESS");
				assertThat(timer.getId().getTag("exception")).isEqualTo("TencentCloudApiException");
			});
		});
	}

	@Test
	void ourObservationsMakeNoSecondSetOfTimers() {
		this.runner.withUserConfiguration(ObservationListenersTests.Handler.class).run((context) -> {
			callTencentCloud(context);
			PrometheusMeterRegistry meters = context.getBean(PrometheusMeterRegistry.class);
			assertThat(meters.find("tencentcloud.client.attempts").timers()).hasSize(1);
			assertThat(meters.getMeters()).extracting((meter) -> meter.getId().getName())
				.noneMatch((name) -> name.startsWith("tencentcloud.client.attempt.")
						|| name.equals("tencentcloud.client.attempt") || name.startsWith("tencentcloud.client.call"));
		});
	}

	@Test
	void tagCanBeLeftOut() {
		this.runner.withPropertyValues("tencentcloud.resilience.metrics.http-client-code=false").run((context) -> {
			callTencentCloud(context);
			assertThat(requests(context, 1)).singleElement()
				.satisfies((timer) -> assertThat(timer.getId().getTag("tencentcloud.code")).isNull());
		});
	}

	@Test
	void conventionOfTheApplicationWins() {
		this.runner.withUserConfiguration(Mine.class).run((context) -> {
			callTencentCloud(context);
			assertThat(requests(context, 1)).singleElement()
				.satisfies((timer) -> assertThat(timer.getId().getTag("tencentcloud.code")).isEqualTo("mine"));
		});
	}

	private void callTencentCloud(AssertableApplicationContext context) {
		context.getBean(WebClient.Builder.class)
			.build()
			.get()
			.uri("http://127.0.0.1:" + this.server.port() + "/")
			.header("X-TC-Action", "DescribeInstances")
			.retrieve()
			.bodyToMono(String.class)
			.onErrorComplete()
			.block(LIMIT);
	}

	private void callAnotherHost(AssertableApplicationContext context) {
		context.getBean(WebClient.Builder.class)
			.build()
			.get()
			.uri("http://localhost:" + this.server.port() + "/other")
			.retrieve()
			.bodyToMono(String.class)
			.block(LIMIT);
	}

	private void callWithRestClient(AssertableApplicationContext context) {
		RestClient.builder()
			.observationRegistry(context.getBean(ObservationRegistry.class))
			.build()
			.get()
			.uri("http://127.0.0.1:" + this.server.port() + "/")
			.retrieve()
			.body(String.class);
	}

	/** An observation stops when the caller has its answer already. */
	private static List<Timer> requests(AssertableApplicationContext context, int count) {
		PrometheusMeterRegistry meters = context.getBean(PrometheusMeterRegistry.class);
		await().until(() -> meters.find("http.client.requests").timers().size() == count);
		return List.copyOf(meters.find("http.client.requests").timers());
	}

	@TencentCloudProduct("cvm")
	interface Cvm {

		@TencentCloudAction("DescribeInstances")
		String describeInstances();

	}

	@Configuration(proxyBeanMethods = false)
	static class Meters {

		@Bean
		PrometheusMeterRegistry registry() {
			return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		}

		@Bean
		DefaultMeterObservationHandler handler(PrometheusMeterRegistry registry) {
			return new DefaultMeterObservationHandler(registry);
		}

		/**
		 * As Boot groups them: of the handlers that make meters, the first that wants to.
		 */
		@Bean
		ObservationHandlerGroup group() {
			return ObservationHandlerGroup.of(MeterObservationHandler.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Mine {

		@Bean
		ClientRequestObservationConvention mine() {
			return new DefaultClientRequestObservationConvention() {
				@Override
				public KeyValues getLowCardinalityKeyValues(ClientRequestObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and(KeyValue.of("tencentcloud.code", "mine"));
				}
			};
		}

	}

}
