package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.TestClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClockOffsets}.
 */
class ClockOffsetsTests {

	private final ServerClock clock = new ServerClock(new TestClock());

	private final Map<String, DoubleSupplier> gauges = new HashMap<>();

	private final ClockOffsets offsets = new ClockOffsets(this.clock, (product, seconds) -> {
		assertThat(this.gauges.put(product, seconds)).isNull();
	});

	@Test
	void zeroUntilAServerContradicts() {
		this.offsets.watch("cvm", "cvm.tencentcloudapi.com");
		this.offsets.watch("cvm", "cvm.tencentcloudapi.com");
		assertThat(this.gauges).containsOnlyKeys("cvm");
		assertThat(this.gauges.get("cvm").getAsDouble()).isZero();
		learn("cvm.tencentcloudapi.com", Duration.ofMinutes(20));
		assertThat(this.gauges.get("cvm").getAsDouble()).isEqualTo(1200);
	}

	@Test
	void hostThatIsOffTheMost() {
		this.offsets.watch("cvm", "a");
		this.offsets.watch("cvm", "b");
		this.offsets.watch("sms", "c");
		learn("a", Duration.ofMinutes(10));
		learn("b", Duration.ofMinutes(-30));
		assertThat(this.gauges.get("cvm").getAsDouble()).isEqualTo(-1800);
		assertThat(this.gauges.get("sms").getAsDouble()).isZero();
	}

	@Test
	void inventedProductsDoNotFillTheMemory() {
		for (int i = 0; i < 2000; i++) {
			this.offsets.watch("product" + i, "host");
		}
		assertThat(this.gauges).hasSize(1001).containsKeys("product0", "other").doesNotContainKey("product1999");
	}

	private void learn(String host, Duration ahead) {
		Instant time = TestClock.START.plus(ahead);
		assertThat(this.clock.learn(host, DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC))))
			.isTrue();
	}

}
