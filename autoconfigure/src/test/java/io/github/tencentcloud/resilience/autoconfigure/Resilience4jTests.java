package io.github.tencentcloud.resilience.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.common.circuitbreaker.configuration.CircuitBreakerConfigCustomizer;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerRefreshScopedRegistryAutoConfiguration;
import io.github.resilience4j.springboot.circuitbreaker.monitoring.endpoint.CircuitBreakerEndpoint;
import io.github.resilience4j.springboot.circuitbreaker.monitoring.endpoint.CircuitBreakerEventsEndpoint;
import io.github.resilience4j.springboot.circuitbreaker.monitoring.health.CircuitBreakersHealthIndicator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.tencentcloud.resilience.admission.BreakerScope;
import io.github.tencentcloud.resilience.admission.BreakerSettings;
import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.MicrometerCallMeters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Circuit breakers and meters in an application with everything that Boot and
 * Resilience4j bring.
 */
@Tag("integration")
class Resilience4jTests {

	private static final String YAML = """
			tencentcloud:
			  resilience:
			    circuit-breaker:
			      failure-rate-threshold: 40
			      minimum-number-of-calls: 30
			    products:
			      sms:
			        circuit-breaker:
			          minimum-number-of-calls: 7
			          scope: action, PRODUCT
			      sms-intl:
			        circuit-breaker: { enabled: false, sliding-window-size: 9 }
			resilience4j:
			  circuitbreaker:
			    configs:
			      default: { failure-rate-threshold: 99, register-health-indicator: false }
			      shared: { failure-rate-threshold: 77 }
			    instances:
			      tencentcloud-cvm-ap-guangzhou: { wait-duration-in-open-state: 3s, register-health-indicator: true }
			      tencentcloud-sms-none: { failure-rate-threshold: 55 }
			      tencentcloud-sms-intl-none: { failure-rate-threshold: 56 }
			      tencentcloud-shared: { base-config: shared, minimum-number-of-calls: 3 }
			      mine: { minimum-number-of-calls: 4 }
			management:
			  endpoints.web.exposure.include: "*"
			  health.circuitbreakers.enabled: true
			""";

	@TempDir
	private Path folder;

	@Test
	void instanceIsLaidOverOurSettingsFieldByField() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			CircuitBreakerConfig config = config(context, "tencentcloud-cvm-ap-guangzhou");
			assertThat(config.getWaitIntervalFunctionInOpenState().apply(1)).isEqualTo(3000);
			assertThat(config.getFailureRateThreshold()).isEqualTo(40);
			assertThat(config.getMinimumNumberOfCalls()).isEqualTo(30);
			assertThat(config.getSlidingWindowType()).isEqualTo(SlidingWindowType.TIME_BASED);
			assertThat(config.getSlidingWindowSize()).isEqualTo(60);
			assertThat(config.getPermittedNumberOfCallsInHalfOpenState()).isEqualTo(5);
			assertThat(config.getMaxWaitDurationInHalfOpenState()).isEqualTo(Duration.ofSeconds(30));
		}
	}

	@Test
	void instanceOfConfiguredProductIsLaidOverItsSettings() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			CircuitBreakerConfig config = config(context, "tencentcloud-sms-none");
			assertThat(config.getFailureRateThreshold()).isEqualTo(55);
			assertThat(config.getMinimumNumberOfCalls()).isEqualTo(7);
			config = config(context, "tencentcloud-sms-intl-none");
			assertThat(config.getFailureRateThreshold()).isEqualTo(56);
			assertThat(config.getMinimumNumberOfCalls()).isEqualTo(30);
			assertThat(config.getSlidingWindowSize()).isEqualTo(9);
		}
	}

	@Test
	void ownBaseConfigurationAndOwnInstancesStayAsTheyAre() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			CircuitBreakerConfig config = config(context, "tencentcloud-shared");
			assertThat(config.getFailureRateThreshold()).isEqualTo(77);
			assertThat(config.getMinimumNumberOfCalls()).isEqualTo(3);
			config = config(context, "mine");
			assertThat(config.getFailureRateThreshold()).isEqualTo(99);
			assertThat(config.getSlidingWindowType()).isEqualTo(SlidingWindowType.COUNT_BASED);
		}
	}

	@Test
	void settingsOfProducts() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			ConfiguredBreakers breakers = new ConfiguredBreakers(
					context.getBean(TencentCloudResilienceProperties.class));
			BreakerSettings sms = breakers.apply("sms");
			assertThat(sms.enabled()).isTrue();
			assertThat(sms.scope()).containsExactly(BreakerScope.PRODUCT, BreakerScope.ACTION);
			assertThat(sms.config().getMinimumNumberOfCalls()).isEqualTo(7);
			assertThat(sms.config().getFailureRateThreshold()).isEqualTo(40);
			assertThat(breakers.apply("SMS-intl").enabled()).isFalse();
			BreakerSettings other = breakers.apply("cvm");
			assertThat(other.scope()).containsExactly(BreakerScope.PRODUCT, BreakerScope.REGION);
			assertThat(other.config().getMinimumNumberOfCalls()).isEqualTo(30);
			assertThat(other.config().getWaitIntervalFunctionInOpenState().apply(1)).isEqualTo(15_000);
		}
	}

	@Test
	void customizersStillApply() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML)
			.run(CustomizerConfiguration.class)) {
			CircuitBreakerConfig configured = config(context, "tencentcloud-cvm-ap-guangzhou");
			assertThat(configured.getSlidingWindowSize()).isEqualTo(11);
			assertThat(configured.getFailureRateThreshold()).isEqualTo(40);
			assertThat(configured.getWaitIntervalFunctionInOpenState().apply(1)).isEqualTo(3000);
			CircuitBreakerConfig notConfigured = config(context, "tencentcloud-cam-none");
			assertThat(notConfigured.getSlidingWindowSize()).isEqualTo(12);
			assertThat(notConfigured.getFailureRateThreshold()).isEqualTo(40);
			assertThat(notConfigured.getMaxWaitDurationInHalfOpenState()).isEqualTo(Duration.ofSeconds(30));
		}
	}

	@Test
	void endpointEventsAndHealthShowThem() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			String name = "tencentcloud-cvm-ap-guangzhou";
			CircuitBreaker breaker = context.getBean(CircuitBreakerRegistry.class).circuitBreaker(name);
			breaker.onError(1, TimeUnit.MILLISECONDS, new IllegalStateException());
			assertThat(context.getBean(CircuitBreakerEndpoint.class).getAllCircuitBreakers().getCircuitBreakers())
				.containsKey(name);
			assertThat(context.getBean(CircuitBreakerEventsEndpoint.class)
				.getEventsFilteredByCircuitBreakerName(name)
				.getCircuitBreakerEvents()).hasSize(1);
			assertThat(context.getBean(CircuitBreakersHealthIndicator.class).health().getDetails())
				.containsOnlyKeys(name);
		}
	}

	@Test
	void ownRegistryWhereResilience4jIsExcluded() {
		StartUp startUp = new StartUp(this.folder)
			.yaml("spring.autoconfigure.exclude: " + CircuitBreakerAutoConfiguration.class.getName() + ", "
					+ CircuitBreakerRefreshScopedRegistryAutoConfiguration.class.getName());
		try (ConfigurableApplicationContext context = startUp.run()) {
			CircuitBreakerRegistry registry = context.getBean("tencentCloudCircuitBreakerRegistry",
					CircuitBreakerRegistry.class);
			registry.circuitBreaker("tencentcloud-sms-none");
			assertThat(context.getBean(MeterRegistry.class)
				.get("resilience4j.circuitbreaker.state")
				.tag("name", "tencentcloud-sms-none")
				.gauges()).isNotEmpty();
		}
	}

	@Test
	void configpropsEndpointShowsOurProperties() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			assertThat(context.getBean(ConfigurationPropertiesReportEndpoint.class)
				.configurationPropertiesWithPrefix("tencentcloud.resilience")
				.getContexts()
				.values())
				.singleElement()
				.satisfies((beans) -> assertThat(beans.getBeans().values()).singleElement()
					.satisfies((bean) -> assertThat(bean.getProperties()).containsKeys("mode", "products",
							"circuitBreaker")));
		}
	}

	@Test
	void metersGoIntoTheRegistryThatBootMakes() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			assertThat(context.getBean(CallMeters.class)).isInstanceOf(MicrometerCallMeters.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Gauge info = registry.get("tencentcloud.client.info").tag("mode", "enforce").gauge();
			assertThat(info.value()).isOne();
			assertThat(info.getId().getTag("version")).startsWith("0.");
			assertThat(registry.get("resilience4j.circuitbreaker.state").tag("name", "tencentcloud-sms-none").gauges())
				.isNotEmpty();
		}
	}

	private static CircuitBreakerConfig config(ConfigurableApplicationContext context, String name) {
		CircuitBreakerRegistry registry = context.getBean(CircuitBreakerRegistry.class);
		return registry.find(name).orElseThrow().getCircuitBreakerConfig();
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		CircuitBreakerConfigCustomizer configured() {
			return CircuitBreakerConfigCustomizer.of("tencentcloud-cvm-ap-guangzhou",
					(builder) -> builder.slidingWindowSize(11));
		}

		@Bean
		CircuitBreakerConfigCustomizer notConfigured() {
			return CircuitBreakerConfigCustomizer.of("tencentcloud-cam-none",
					(builder) -> builder.slidingWindowSize(12));
		}

	}

}
