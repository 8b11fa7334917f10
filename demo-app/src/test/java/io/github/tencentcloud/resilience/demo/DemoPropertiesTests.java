package io.github.tencentcloud.resilience.demo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DemoProperties}.
 */
class DemoPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Config.class);

	@Test
	void fiveCallsASecondByDefault() {
		this.runner.run((context) -> assertThat(context.getBean(DemoProperties.class).callsPerSecond()).isEqualTo(5));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 1001 })
	void refusesARateThatMakesNoSense(int rate) {
		this.runner.withPropertyValues("demo.calls-per-second=" + rate)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("demo.calls-per-second")
				.hasMessageContaining("between 0 (no calls) and 1000"));
	}

	@EnableConfigurationProperties(DemoProperties.class)
	static class Config {

	}

}
