package io.github.tencentcloud.resilience.telemetry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TagLimiterTests {

	private final TagLimiter limiter = new TagLimiter("codes", 2, "Known"::equals);

	@Test
	void theFirstValuesKeepTheirPlace() {
		assertThat(this.limiter.limit("A")).isEqualTo("A");
		assertThat(this.limiter.limit("A")).isEqualTo("A");
		assertThat(this.limiter.limit("B")).isEqualTo("B");
		assertThat(this.limiter.limit("C")).isEqualTo("other");
		assertThat(this.limiter.limit("A")).isEqualTo("A");
		assertThat(this.limiter.limit("B")).isEqualTo("B");
	}

	@Test
	void reservedValuesTakeNoPlace() {
		assertThat(this.limiter.limit("Known")).isEqualTo("Known");
		this.limiter.limit("none");
		this.limiter.limit("other");
		this.limiter.limit("A");
		assertThat(this.limiter.limit("B")).isEqualTo("B");
		assertThat(this.limiter.limit("C")).isEqualTo("other");
		assertThat(this.limiter.limit("Known")).isEqualTo("Known");
	}

	@Test
	void valuesThatDifferInCaseAreTwo() {
		assertThat(this.limiter.limit("Case")).isEqualTo("Case");
		assertThat(this.limiter.limit("CASE")).isEqualTo("CASE");
		assertThat(this.limiter.limit("case")).isEqualTo("other");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t\n" })
	void nothingIsNone(String value) {
		assertThat(this.limiter.limit(value)).isEqualTo("none");
	}

	@Test
	void overlongValuesAreOther() {
		assertThat(this.limiter.limit("x".repeat(100))).isEqualTo("x".repeat(100));
		assertThat(this.limiter.limit("y".repeat(101))).isEqualTo("other");
		assertThat(this.limiter.limit("B")).isEqualTo("B");
	}

	@ParameterizedTest
	@ValueSource(strings = { "The request is limited.", "A\nB", "A\u0000" })
	void sentencesAreOther(String value) {
		assertThat(this.limiter.limit(value)).isEqualTo("other");
	}

	/** Of two halves Prometheus makes one question mark, and two series of one name. */
	@ParameterizedTest
	@ValueSource(strings = { "A\ud800", "\udfffA", "A\u202eB", "A\u2028B", "A\u0085B", "A\u200b" })
	void valuesThatCannotBeSeenAreOther(String value) {
		assertThat(this.limiter.limit(value)).isEqualTo("other");
		assertThat(TagLimiter.clean(value)).isEqualTo("other");
	}

	@Test
	void warnsOnceWithTheProperty(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			this.limiter.limit("A" + i);
		}
		assertThat(output).doesNotContain("max-codes");
		for (int i = 0; i < 100; i++) {
			this.limiter.limit("B" + i);
		}
		assertThat(output).containsOnlyOnce("More than 2 different codes have been measured")
			.containsOnlyOnce("tencentcloud.resilience.metrics.max-codes");
	}

}
