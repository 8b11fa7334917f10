package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class WrittenPropertiesTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void nothingIsWritten() {
		this.environment.withProperty("spring.application.name", "start").withProperty("tencentcloudy.mode", "off");
		assertThat(isWritten()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tencentcloud.resilience.mode", "tencentcloud.resilience", "tencentcloud.unknown",
			"tencentcloud.resilience.products[a.b].mode" })
	void aPropertyIsWritten(String name) {
		this.environment.withProperty(name, "off");
		assertThat(isWritten()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TENCENTCLOUD_RESILIENCE_MODE", "tencentcloud_resilience_mode",
			"tencentcloud.resilience.mode", "TENCENTCLOUD_UNKNOWN" })
	void aVariableIsWritten(String name) {
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					Map.of(name, "off")));
		assertThat(isWritten()).isTrue();
	}

	@Test
	void aSourceThatCannotListItsNamesMayHoldAny() {
		this.environment.getPropertySources().addLast(new PropertySource<>("remote", new Object()) {

			@Override
			public @Nullable Object getProperty(String name) {
				return null;
			}

		});
		assertThat(isWritten()).isTrue();
	}

	@Test
	void aPropertyBesideThePrefixIsNotBelowIt() {
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("file", Map.of("tencentcloud.resilience.mode", "off")));
		assertThat(WrittenProperties.below(CredentialProperties.PREFIX, this.environment)).isFalse();
	}

	private boolean isWritten() {
		return WrittenProperties.below("tencentcloud", this.environment);
	}

}
