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
class TagValuesTests {

	private final TagValues values = new TagValues("codes", 2, "Known"::equals);

	@Test
	void theFirstValuesKeepTheirPlace() {
		assertThat(this.values.orOther("A")).isEqualTo("A");
		assertThat(this.values.orOther("A")).isEqualTo("A");
		assertThat(this.values.orOther("B")).isEqualTo("B");
		assertThat(this.values.orOther("C")).isEqualTo("other");
		assertThat(this.values.orOther("A")).isEqualTo("A");
		assertThat(this.values.orOther("B")).isEqualTo("B");
	}

	@Test
	void reservedValuesTakeNoPlace() {
		assertThat(this.values.orOther("Known")).isEqualTo("Known");
		this.values.orOther("none");
		this.values.orOther("other");
		this.values.orOther("A");
		assertThat(this.values.orOther("B")).isEqualTo("B");
		assertThat(this.values.orOther("C")).isEqualTo("other");
		assertThat(this.values.orOther("Known")).isEqualTo("Known");
	}

	@Test
	void valuesThatDifferInCaseAreTwo() {
		assertThat(this.values.orOther("Case")).isEqualTo("Case");
		assertThat(this.values.orOther("CASE")).isEqualTo("CASE");
		assertThat(this.values.orOther("case")).isEqualTo("other");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t\n" })
	void nothingIsNone(String value) {
		assertThat(this.values.orOther(value)).isEqualTo("none");
	}

	@Test
	void overlongValuesAreOther() {
		assertThat(this.values.orOther("x".repeat(100))).isEqualTo("x".repeat(100));
		assertThat(this.values.orOther("y".repeat(101))).isEqualTo("other");
		assertThat(this.values.orOther("B")).isEqualTo("B");
	}

	@ParameterizedTest
	@ValueSource(strings = { "The request is limited.", "A\nB", "A\u0000" })
	void sentencesAreOther(String value) {
		assertThat(this.values.orOther(value)).isEqualTo("other");
	}

	/** Of two halves Prometheus makes one question mark, and two series of one name. */
	@ParameterizedTest
	@ValueSource(strings = { "A\ud800", "\udfffA", "A\u202eB", "A\u2028B", "A\u0085B", "A\u200b" })
	void valuesThatCannotBeSeenAreOther(String value) {
		assertThat(this.values.orOther(value)).isEqualTo("other");
		assertThat(TagValues.clean(value)).isEqualTo("other");
	}

	@Test
	void warnsOnceWithTheProperty(CapturedOutput output) {
		for (int i = 0; i < 2; i++) {
			this.values.orOther("A" + i);
		}
		assertThat(output).doesNotContain("max-codes");
		for (int i = 0; i < 100; i++) {
			this.values.orOther("B" + i);
		}
		assertThat(output).containsOnlyOnce("More than 2 different codes have been measured")
			.containsOnlyOnce("tencentcloud.resilience.metrics.max-codes");
	}

}
