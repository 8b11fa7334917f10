package io.github.tencentcloud.resilience.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.common.bulkhead.configuration.BulkheadConfigCustomizer;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadAutoConfiguration;
import io.github.resilience4j.springboot.bulkhead.autoconfigure.BulkheadRefreshScopedRegistryAutoConfiguration;
import io.github.resilience4j.springboot.bulkhead.monitoring.endpoint.BulkheadEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.admission.Admission;
import io.github.tencentcloud.resilience.admission.AdmissionControl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bulkheads in an application with everything that Boot and Resilience4j bring.
 */
@Tag("integration")
class BulkheadAutoConfigurationTests {

	private static final String YAML = """
			tencentcloud:
			  resilience:
			    products:
			      CVM.bulkhead: { max-concurrent-calls: 3, max-wait-duration: 2s }
			      sms.bulkhead: { max-concurrent-calls: 4, max-wait-duration: 3s }
			      cam.bulkhead: { max-concurrent-calls: 5 }
			resilience4j:
			  bulkhead:
			    configs.default: { max-concurrent-calls: 99 }
			    instances:
			      tencentcloud-sms: { max-concurrent-calls: 7 }
			      tencentcloud-lke: { max-concurrent-calls: 1 }
			      mine: { max-wait-duration: 1s }
			management.endpoints.web.exposure.include: "*"
			""";

	@TempDir
	private Path folder;

	@Test
	void productHasABulkheadOfResilience4j() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			Admission place = take(context, "cvm");
			Bulkhead bulkhead = bulkhead(context, "tencentcloud-cvm");
			assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(2);
			assertThat(context.getBean(BulkheadEndpoint.class).getAllBulkheads().getBulkheads())
				.contains("tencentcloud-cvm");
			assertThat(context.getBean(MeterRegistry.class)
				.get("resilience4j.bulkhead.available.concurrent.calls")
				.tag("name", "tencentcloud-cvm")
				.gauge()
				.value()).isEqualTo(2);
			place.leave();
			assertThat(bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(3);
		}
	}

	@Test
	void otherProductsHaveNone() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			take(context, "vpc");
			assertThat(context.getBean(BulkheadRegistry.class).find("tencentcloud-vpc")).isEmpty();
		}
	}

	@Test
	void instanceIsLaidOverOurSettingsFieldByField() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			BulkheadConfig config = bulkhead(context, "tencentcloud-sms").getBulkheadConfig();
			assertThat(config.getMaxConcurrentCalls()).isEqualTo(7);
			assertThat(config.getMaxWaitDuration()).isEqualTo(Duration.ofSeconds(3));
			assertThat(bulkhead(context, "mine").getBulkheadConfig().getMaxConcurrentCalls()).isEqualTo(99);
		}
	}

	@Test
	void instanceAloneMakesABulkhead() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML).run()) {
			take(context, "lke");
			assertThat(bulkhead(context, "tencentcloud-lke").getMetrics().getAvailableConcurrentCalls()).isZero();
		}
	}

	@Test
	void customizersStillApply() {
		try (ConfigurableApplicationContext context = new StartUp(this.folder).yaml(YAML)
			.run(CustomizerConfiguration.class)) {
			BulkheadConfig config = bulkhead(context, "tencentcloud-cam").getBulkheadConfig();
			assertThat(config.getMaxConcurrentCalls()).isEqualTo(5);
			assertThat(config.getMaxWaitDuration()).isEqualTo(Duration.ofSeconds(8));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "cvm", "CVM" })
	void ownRegistryWhereResilience4jIsExcluded(String product) {
		StartUp startUp = new StartUp(this.folder)
			.yaml("spring.autoconfigure.exclude: " + BulkheadAutoConfiguration.class.getName() + ", "
					+ BulkheadRefreshScopedRegistryAutoConfiguration.class.getName() + "\n"
					+ "tencentcloud.resilience.products." + product + ".bulkhead.max-concurrent-calls: 3");
		try (ConfigurableApplicationContext context = startUp.run()) {
			take(context, "cvm");
			assertThat(bulkhead(context, "tencentcloud-cvm").getMetrics().getAvailableConcurrentCalls()).isEqualTo(2);
		}
	}

	private static Admission take(ConfigurableApplicationContext context, String product) {
		TencentCloudCall call = new TencentCloudCall(product, "DescribeInstances", null, "none", "h", "POST");
		Admission admission = context.getBean(AdmissionControl.class).admission(call, Long.MAX_VALUE);
		assertThat(admission.enter(1)).as("wait").isNull();
		return admission;
	}

	private static Bulkhead bulkhead(ConfigurableApplicationContext context, String name) {
		return context.getBean(BulkheadRegistry.class).find(name).orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		BulkheadConfigCustomizer customizer() {
			return BulkheadConfigCustomizer.of("tencentcloud-cam",
					(builder) -> builder.maxWaitDuration(Duration.ofSeconds(8)));
		}

	}

}
