package io.github.tencentcloud.resilience.benchmarks;

import java.util.stream.Stream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An application as a user would have it: the starter, Actuator and Prometheus, all of it
 * configured by itself.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
		excludeName = { "org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JAutoConfiguration",
				"org.springframework.cloud.circuitbreaker.resilience4j.ReactiveResilience4JAutoConfiguration" })
class Application {

	/** The same application without the starter. */
	static final String WITHOUT_STARTER = "spring.autoconfigure.exclude="
			+ "io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration,"
			+ "io.github.tencentcloud.resilience.autoconfigure.TencentCloudActuatorAutoConfiguration,"
			+ "io.github.tencentcloud.resilience.autoconfigure.TencentCloudNoClientAutoConfiguration";

	/** Has somebody listen to observations. */
	static final String LISTENER = "benchmark.listener";

	/** Its scope would put proxies around Resilience4j's registries. */
	private static final String WITHOUT_SPRING_CLOUD = "spring.cloud.refresh.enabled=false";

	/** By default it has no more than five connections to one host. */
	@Bean
	static ClientHttpRequestFactoryBuilder<?> requestFactories() {
		return ClientHttpRequestFactoryBuilder.httpComponents()
			.withConnectionManagerCustomizer((connections) -> connections.setMaxConnPerRoute(LoopbackTurns.CONCURRENCY)
				.setMaxConnTotal(LoopbackTurns.CONCURRENCY));
	}

	/** Listens as one who traces does, and does nothing with it. */
	@Bean
	@ConditionalOnBooleanProperty(LISTENER)
	static ObservationHandler<Observation.Context> listener() {
		return (context) -> true;
	}

	static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(WITHOUT_SPRING_CLOUD)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.run(Stream.of(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

}
