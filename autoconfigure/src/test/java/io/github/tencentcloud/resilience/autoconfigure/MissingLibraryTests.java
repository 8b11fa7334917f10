package io.github.tencentcloud.resilience.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A library that no call can do without is missed at start-up, and not by each call.
 */
class MissingLibraryTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(TencentCloudResilienceAutoConfiguration.class, TencentCloudActuatorAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({
			"io.github.resilience4j.circuitbreaker, io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry, io.github.resilience4j:resilience4j-circuitbreaker",
			"io.github.resilience4j.bulkhead, io.github.resilience4j.bulkhead.BulkheadRegistry, io.github.resilience4j:resilience4j-bulkhead",
			"io.github.resilience4j.core, io.github.resilience4j.core.registry.RegistryEventConsumer, io.github.resilience4j:resilience4j-core",
			"io.micrometer.observation, io.micrometer.observation.Observation, io.micrometer:micrometer-observation",
			"io.micrometer.common, io.micrometer.common.KeyValue, io.micrometer:micrometer-commons" })
	void isNamedAtStartUp(String hidden, String missing, String dependency) {
		assertThat(ClassUtils.isPresent(missing, null)).isTrue();
		this.runner.withClassLoader(new FilteredClassLoader(hidden)).run((context) -> {
			assertThat(context).getFailure().isInstanceOf(MissingLibraryException.class);
			FailureAnalysis analysis = new MissingLibraryFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(missing);
			assertThat(analysis.getAction()).contains("Add " + dependency, "look for what excludes it");
		});
	}

	@Test
	void analyzerIsRegistered() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, ex) -> {
			}))).hasAtLeastOneElementOfType(MissingLibraryFailureAnalyzer.class)
			.hasAtLeastOneElementOfType(InvalidTencentCloudConfigurationFailureAnalyzer.class);
	}

	/** There is nothing to guard there. */
	@Test
	void isNotMissedWithoutAnyClient() {
		this.runner
			.withClassLoader(new FilteredClassLoader("io.micrometer.observation", "org.springframework.web.reactive",
					"org.springframework.web.client", "com.tencentcloudapi"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/** What a user may leave out, calls can do without. */
	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.core", "io.micrometer.context", "io.github.bucket4j", "com.tencentcloudapi",
			"io.lettuce", "org.springframework.data", "com.fasterxml.jackson", "tools.jackson",
			"org.springframework.boot.actuate", "org.springframework.boot.health", "io.github.resilience4j.common",
			"reactor.netty", "org.apache.hc" })
	void isNotMissedWhereItIsOptional(String hidden) {
		this.runner.withClassLoader(new FilteredClassLoader(hidden))
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
