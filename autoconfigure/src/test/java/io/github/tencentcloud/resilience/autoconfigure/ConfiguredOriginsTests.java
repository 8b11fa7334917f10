package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfiguredOrigins}. That it finds where things are written is tested
 * through the endpoint.
 */
class ConfiguredOriginsTests {

	private final ConfiguredOrigins origins = new ConfiguredOrigins(new SettingsInForce(
			new Binder().bindOrCreate("tencentcloud.resilience", TencentCloudResilienceProperties.class),
			Instant.EPOCH), new MockEnvironment());

	@Test
	void nearestNamesComeFirstAndThoseEquallyNearByTheirNames() {
		assertThat(this.origins.similar("LimitExceded", List.of("LimitExceedee", "Unrelated", "LimitExceeded")))
			.startsWith("LimitExceeded");
		assertThat(this.origins.similar("Throttled", List.of("Throttlec", "Throttlea", "Throttleb")))
			.containsExactly("Throttlea", "Throttleb", "Throttlec");
	}

}
