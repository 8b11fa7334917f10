package io.github.tencentcloud.resilience;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UntrustedText}.
 */
class UntrustedTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "RequestLimitExceeded.UinLimitExceeded", "b5b41468-520d-4192-b42f-595cc34b6c1c",
			"实例不存在，请检查", "Größe ×2 \u00a0 é", "\ud83d\ude00", "e\u0301" })
	void whatIsFineStaysWhatItIs(String text) {
		assertThat(UntrustedText.isClean(text)).isTrue();
		assertThat(UntrustedText.name(text)).isSameAs(text);
		assertThat(UntrustedText.message(text)).isSameAs(text);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, '\t', '\n', '\r', 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x200d, 0x200e, 0x2028, 0x2029,
			0x202e, 0x2066, 0xfeff, 0xfff9, 0xe0001, 0xd800, 0xdc00 })
	void whatHasAnEffectIsTakenOut(int character) {
		String evil = Character.toString(character);
		boolean half = Character.getType(character) == Character.SURROGATE;
		assertThat(UntrustedText.isClean("a" + evil)).isFalse();
		assertThat(UntrustedText.name("a" + evil + "b")).isEqualTo("a?b");
		assertThat(UntrustedText.message("a" + evil + "b")).isEqualTo(half ? "a?b" : "a b");
	}

	@Test
	void oneBlankStandsForManyBreaksAndNoMarkForTwo() {
		assertThat(UntrustedText.message("a\r\n\n\tb \n c")).isEqualTo("a b   c");
		assertThat(UntrustedText.name("a\r\nb")).isEqualTo("a??b");
		assertThat(UntrustedText.message("a\ud800\ud800b")).isEqualTo("a??b");
	}

	@Test
	void namesThatDifferInWhatIsTakenOutAreOne() {
		assertThat(UntrustedText.name("A\ud800")).isEqualTo(UntrustedText.name("A\udfff")).isEqualTo("A?");
	}

	@Test
	void lengthIsBounded() {
		assertThat(UntrustedText.name("x".repeat(200))).hasSize(200).doesNotContain("…");
		assertThat(UntrustedText.name("x".repeat(201))).hasSize(200).endsWith("x…");
		assertThat(UntrustedText.message("x".repeat(2000))).hasSize(2000).doesNotContain("…");
		assertThat(UntrustedText.message("\n".repeat(5000))).isEqualTo(" …");
		assertThat(UntrustedText.message("x".repeat(5000))).hasSize(2000).endsWith("x…");
		assertThat(UntrustedText.nameIfAny(null)).isNull();
	}

	@Test
	void noCharacterIsCutInTwo() {
		String text = "x".repeat(198) + "\ud83d\ude00".repeat(3);
		assertThat(UntrustedText.name(text)).isEqualTo("x".repeat(198) + "…");
		assertThat(UntrustedText.shorten("x\ud83d\ude00\ud83d\ude00", 4)).isEqualTo("x\ud83d\ude00…");
	}

}
