package io.github.tencentcloud.resilience.demo;

import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallMix}.
 */
class CallMixTests {

	private final List<? extends Call<?>> calls = LongStream.range(0, 18).mapToObj(new CallMix()::get).toList();

	@Test
	void callsEachProductAndSomeOfThemToWrite() {
		assertThat(this.calls).extracting(Call::product)
			.contains("sms", "ccc", "lcic", "adp", "lke", "lkeap", "cam", "cvm");
		assertThat(this.calls).extracting(Call::action)
			.filteredOn(
					(action) -> action.startsWith("Create") || action.startsWith("Add") || action.startsWith("Send"))
			.hasSize(6);
	}

	@Test
	void beginsAnewAfterTheLastOne() {
		assertThat(new CallMix().get(18).action()).isEqualTo(this.calls.get(0).action());
	}

}
