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
		attempt("none");
		Totals before = Totals.of(this.registry);
		call("sms", "OK", "none", 30);
		call("cvm", "InternalError", "transient", 400);
		call("sms", "InternalError", "transient", 500);
		attempt("circuit-break");
		attempt("circuit-break");
		attempt("none");
		Second second = Totals.of(this.registry).since(before, 7000);
		assertThat(second).isEqualTo(new Second(7000,
				List.of(new CodeCount("InternalError", "transient", 2), new CodeCount("OK", "none", 1)),
				Map.of("circuit-break", 2L, "none", 1L), 930));
	}

	@Test
	void whereNothingHappenedThereIsNothing() {
		call("sms", "OK", "none", 20);
		Totals before = Totals.of(this.registry);
		Second second = Totals.of(this.registry).since(before, 7000);
		assertThat(second.codes()).isEmpty();
		assertThat(second.decisions()).isEmpty();
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

	private void attempt(String decision) {
		this.registry.timer("tencentcloud.client.attempts", "decision", decision).record(Duration.ofMillis(5));
	}

}
