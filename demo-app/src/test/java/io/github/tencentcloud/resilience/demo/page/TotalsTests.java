package io.github.tencentcloud.resilience.demo.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Totals}.
 */
class TotalsTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void aSecondIsWhatLiesBetweenTwoReadings() {
		call("sms", "OK", "none", 20);
		item("OK", 4);
		held(50);
		Totals before = Totals.of(this.registry);
		call("sms", "OK", "none", 30);
		call("cvm", "InternalError", "transient", 400);
		call("sms", "InternalError", "transient", 500);
		item("OK", 2);
		item("LimitExceeded.PhoneNumberDailyLimit", 3);
		held(200);
		held(100);
		Seen seen = new Seen(3, 3, 1, 3, 3, List.of());
		Second second = Totals.of(this.registry).since(before, 7000, seen);
		assertThat(second).isEqualTo(new Second(7000,
				List.of(new CodeCount("InternalError", "transient", 2), new CodeCount("OK", "none", 1)), 930,
				Map.of("LimitExceeded.PhoneNumberDailyLimit", 3L, "OK", 2L), new Held(2, 300), seen));
	}

	@Test
	void whereNothingHappenedThereIsNothing() {
		call("sms", "OK", "none", 20);
		Totals before = Totals.of(this.registry);
		Second second = Totals.of(this.registry).since(before, 7000, Seen.NOTHING);
		assertThat(second.codes()).isEmpty();
		assertThat(second.items()).isEmpty();
		assertThat(second.held()).isEqualTo(Held.NONE);
		assertThat(second.waitedMillis()).isZero();
	}

	@Test
	void beforeTheFirstCallThereAreNoMeters() {
		assertThat(Totals.of(this.registry)).isEqualTo(Totals.ZERO);
	}

	private void call(String product, String code, String policy, int millis) {
		this.registry.timer("tencentcloud.client.requests", "product", product, "code", code, "policy", policy)
			.record(Duration.ofMillis(millis));
	}

	private void item(String code, int count) {
		this.registry.counter("tencentcloud.client.items", "product", "sms", "code", code).increment(count);
	}

	private void held(int millis) {
		this.registry.timer("tencentcloud.client.pacing", "product", "sms").record(Duration.ofMillis(millis));
	}

}
