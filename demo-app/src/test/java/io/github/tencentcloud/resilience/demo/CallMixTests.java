package io.github.tencentcloud.resilience.demo;

import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link CallMix}.
 */
class CallMixTests {

	private final CallMix mix = new CallMix(mock(Adp.class), mock(Cam.class), mock(Ccc.class), mock(Cvm.class),
			mock(Lcic.class), mock(Lke.class), mock(Lkeap.class), mock(Sms.class));

	private final List<Call> calls = LongStream.range(0, 18).mapToObj(this.mix::get).toList();

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
		assertThat(this.mix.get(18).action()).isEqualTo(this.calls.get(0).action());
	}

}
