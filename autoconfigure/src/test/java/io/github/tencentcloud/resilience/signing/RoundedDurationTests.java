package io.github.tencentcloud.resilience.signing;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RoundedDuration}.
 */
class RoundedDurationTests {

	@ParameterizedTest
	@CsvSource({ "PT-9M-59.5S, 10 minutes", "PT9M59.5S, 10 minutes", "PT10M29S, 10 minutes", "PT1S, 1 second",
			"PT1M59S, 119 seconds", "PT2M, 2 minutes", "PT1H59M, 119 minutes", "PT2H, 2 hours", "PT8H0M3S, 8 hours",
			"PT-47H, 47 hours", "P365D, 365 days" })
	void inWords(Duration duration, String expected) {
		assertThat(RoundedDuration.of(duration)).isEqualTo(expected);
	}

}
