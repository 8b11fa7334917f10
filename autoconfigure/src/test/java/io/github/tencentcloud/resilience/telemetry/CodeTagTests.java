package io.github.tencentcloud.resilience.telemetry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TagValues#codes}.
 */
class CodeTagTests {

	private final TagValues tag = TagValues.codes(new CardinalityLimits(1, 1, 1, 1, 10), "Known"::equals);

	@Test
	void codesAreBounded() {
		assertThat(this.tag.orOther("First")).isEqualTo("First");
		assertThat(this.tag.orOther("Second")).isEqualTo("other");
		assertThat(this.tag.orOther("First")).isEqualTo("First");
	}

	@Test
	void knownCodesAndSuccessKeepTheirPlace() {
		this.tag.orOther("First");
		assertThat(this.tag.orOther("Known")).isEqualTo("Known");
		assertThat(this.tag.orOther("OK")).isEqualTo("OK");
	}

	@Test
	void noCodeIsNone() {
		assertThat(this.tag.orOther(null)).isEqualTo("none");
	}

}
