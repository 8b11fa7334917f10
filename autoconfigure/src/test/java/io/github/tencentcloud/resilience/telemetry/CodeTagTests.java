package io.github.tencentcloud.resilience.telemetry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CodeTag}.
 */
class CodeTagTests {

	private final CodeTag tag = new CodeTag(new CardinalityLimits(1, 1, 1, 1, 10), "Known"::equals);

	@Test
	void codesAreBounded() {
		assertThat(this.tag.value("First")).isEqualTo("First");
		assertThat(this.tag.value("Second")).isEqualTo("other");
		assertThat(this.tag.value("First")).isEqualTo("First");
	}

	@Test
	void knownCodesAndSuccessKeepTheirPlace() {
		this.tag.value("First");
		assertThat(this.tag.value("Known")).isEqualTo("Known");
		assertThat(this.tag.value("OK")).isEqualTo("OK");
	}

	@Test
	void noCodeIsNone() {
		assertThat(this.tag.value(null)).isEqualTo("none");
	}

}
