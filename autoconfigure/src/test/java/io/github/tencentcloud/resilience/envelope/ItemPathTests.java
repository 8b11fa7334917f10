package io.github.tencentcloud.resilience.envelope;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ItemPath}.
 */
class ItemPathTests {

	@ParameterizedTest
	@ValueSource(strings = { "Code", "Codes[]", "Set[].Code", "Object.Code", "A.B[].C.D[].E_1", "a-b[].c",
			"Errors[].Code", "RequestIds[]", "Set[].Error.Code", "Set[].Response" })
	void isAPath(String text) {
		assertThat(ItemPath.of(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ".", "A.", ".A", "A..B", "A[", "A]", "A[]B", "A[][].B", "[].A", "[]", "A[0].B",
			"A[*].B", "$.A", "A B", "A.B ", "A/B", "Ä" })
	void isNoPath(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ItemPath.of(text))
			.withMessage("This is not a path to the codes of items.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			Response.Set[].Code | A path starts below Response.
			Response            | A path starts below Response.
			Error.Code          | 'Error' is about the whole call and not about its items.
			Error[].Code        | 'Error' is about the whole call and not about its items.
			RequestId           | 'RequestId' is about the whole call and not about its items.
			""")
	void namesOfTheEnvelopeAreTaken(String text, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> ItemPath.of(text)).withMessage(reason);
	}

	@Test
	void equalsByText() {
		assertThat(ItemPath.of("A[].B")).isEqualTo(ItemPath.of("A[].B"))
			.hasSameHashCodeAs(ItemPath.of("A[].B"))
			.isNotEqualTo(ItemPath.of("A.B"))
			.isNotEqualTo("A[].B");
	}

}
