package io.github.tencentcloud.resilience.telemetry;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for registries that are cleared, or lose single meters, while calls go on.
 */
class ClearedRegistryTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@ParameterizedTest
	@EnumSource
	void everythingComesBackAndCountsAnew(Removal removal) {
		MicrometerCallMeters meters = meters(this.registry, CardinalityLimits.defaults());
		meters.retryBudget("cvm", () -> 7);
		meters.clockOffset("cvm", () -> 0.5);
		tellEverything(meters);
		tellEverything(meters);
		List<String> before = names(this.registry);
		assertThat(before).hasSize(ClientMeter.values().length);
		removal.of(this.registry);
		assertThat(this.registry.getMeters()).as("nothing comes back while it is emptied").isEmpty();
		tellEverything(meters);
		assertThat(names(this.registry)).isEqualTo(before);
		assertThat(this.registry.get("tencentcloud.client.requests").timer().count()).isOne();
		assertThat(this.registry.get("tencentcloud.client.attempts").timer().count()).isOne();
		assertThat(this.registry.get("tencentcloud.client.duration").timer().count()).isOne();
		assertThat(this.registry.get("tencentcloud.client.retries").counter().count()).isOne();
		assertThat(this.registry.get("tencentcloud.client.retry.delay").timer().count()).isOne();
		assertThat(this.registry.get("tencentcloud.client.pacing").timer().count()).isOne();
		assertThat(this.registry.get("tencentcloud.client.items").counter().count()).isEqualTo(3);
		assertThat(this.registry.get("tencentcloud.client.retry.budget").gauge().value()).isEqualTo(7);
		assertThat(this.registry.get("tencentcloud.client.clock.offset").gauge().value()).isEqualTo(0.5);
	}

	@Test
	void aCompositeIsARegistryToo() {
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		composite.add(this.registry);
		MicrometerCallMeters meters = meters(composite, CardinalityLimits.defaults());
		tellEverything(meters);
		composite.clear();
		tellEverything(meters);
		assertThat(this.registry.get("tencentcloud.client.requests").timer().count()).isOne();
	}

	@Test
	void onlyWhatWasRemovedCountsAnew() {
		MicrometerCallMeters meters = meters(this.registry, CardinalityLimits.defaults());
		attempt(meters, "A");
		attempt(meters, "B");
		this.registry.remove(this.registry.get("tencentcloud.client.attempts").tag("code", "A").timer());
		attempt(meters, "A");
		attempt(meters, "B");
		assertThat(attempts("A")).isOne();
		assertThat(attempts("B")).isEqualTo(2);
	}

	@Test
	void placeOfARemovedSeriesIsFreeAndOnlyThat() {
		MicrometerCallMeters meters = meters(this.registry, new CardinalityLimits(50, 50, 50, 50, 8));
		for (int i = 0; i < 5; i++) {
			attempt(meters, "A" + i);
		}
		for (int i = 0; i < 100; i++) {
			this.registry.remove(this.registry.get("tencentcloud.client.attempts").tag("code", "A0").timer());
			attempt(meters, "A0");
		}
		attempt(meters, "A5");
		attempt(meters, "A6");
		assertThat(attempts("A5")).as("six of eight places are for single series").isOne();
		assertThat(this.registry.find("tencentcloud.client.attempts").tag("code", "A6").timer()).isNull();
		this.registry.clear();
		for (int i = 6; i < 30; i++) {
			attempt(meters, "A" + i);
		}
		assertThat(attempts("A6")).isOne();
		assertThat(this.registry.find("tencentcloud.client.attempts").timers()).hasSizeLessThanOrEqualTo(8);
	}

	@Test
	void meterThatIsRemovedBeforeItIsKnownHereComesBack() {
		AtomicInteger removals = new AtomicInteger();
		this.registry.config().onMeterAdded((meter) -> {
			if (removals.getAndIncrement() < 3) {
				this.registry.remove(meter);
			}
		});
		MicrometerCallMeters meters = meters(this.registry, CardinalityLimits.defaults());
		meters.retryBudget("cvm", () -> 7);
		for (int i = 0; i < 4; i++) {
			meters.call(call(), "OK", "none", CallOutcome.SUCCESS, 1);
		}
		assertThat(removals.get()).isGreaterThanOrEqualTo(3);
		assertThat(this.registry.get("tencentcloud.client.retry.budget").gauge().value()).isEqualTo(7);
		assertThat(this.registry.get("tencentcloud.client.requests").timer().count()).isPositive();
		assertThat(this.registry.get("tencentcloud.client.duration").timer().count()).isPositive();
	}

	@Test
	void meterThatAFilterMadeOfSeveralSeriesComesBackForEach() {
		this.registry.config().meterFilter(MeterFilter.ignoreTags("code"));
		MicrometerCallMeters meters = meters(this.registry, CardinalityLimits.defaults());
		attempt(meters, "A");
		attempt(meters, "B");
		this.registry.clear();
		attempt(meters, "A");
		attempt(meters, "B");
		assertThat(this.registry.get("tencentcloud.client.attempts").timer().count()).isEqualTo(2);
	}

	@Test
	void gaugeThatAFilterMadeOfSeveralComesBackWithTheValueThatItHad() {
		this.registry.config().meterFilter(MeterFilter.ignoreTags("product"));
		MicrometerCallMeters meters = meters(this.registry, CardinalityLimits.defaults());
		meters.retryBudget("cvm", () -> 7);
		meters.retryBudget("sms", () -> 3);
		assertThat(this.registry.get("tencentcloud.client.retry.budget").gauge().value()).isEqualTo(7);
		for (int i = 0; i < 2; i++) {
			this.registry.clear();
			tellEverything(meters);
			assertThat(this.registry.get("tencentcloud.client.retry.budget").gauge().value()).isEqualTo(7);
		}
	}

	@Test
	void othersMetersAreTheirs() {
		MicrometerCallMeters meters = meters(this.registry, CardinalityLimits.defaults());
		Timer other = this.registry.timer("other");
		attempt(meters, "A");
		this.registry.remove(other);
		attempt(meters, "A");
		assertThat(attempts("A")).isEqualTo(2);
		assertThat(this.registry.find("other").timer()).isNull();
	}

	private static void tellEverything(CallMeters meters) {
		TencentCloudCall call = call();
		meters.attempt(call, "OK", "none", "none", TimeUnit.MILLISECONDS.toNanos(1));
		meters.retry(call, "InternalError", RetryResult.RECOVERED);
		meters.retryDelay(call, "InternalError", 1);
		meters.pacing(call, 1);
		meters.items(call, "OK", 3);
		meters.call(call, "OK", "none", CallOutcome.SUCCESS, 1);
	}

	private static void attempt(CallMeters meters, String code) {
		meters.attempt(call(), code, "unknown", "fail", 1);
	}

	private static TencentCloudCall call() {
		return new TencentCloudCall("cvm", "DescribeInstances", "2017-03-12", "ap-guangzhou", "cvm.tencentcloudapi.com",
				"POST");
	}

	private long attempts(String code) {
		return this.registry.get("tencentcloud.client.attempts").tag("code", code).timer().count();
	}

	private static MicrometerCallMeters meters(MeterRegistry registry, CardinalityLimits limits) {
		return new MicrometerCallMeters(registry, limits, (code) -> false);
	}

	private static List<String> names(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.filter((name) -> !name.endsWith(".histogram"))
			.sorted()
			.collect(Collectors.toList());
	}

	/** How meters go. */
	enum Removal {

		CLEAR {
			@Override
			void of(MeterRegistry registry) {
				registry.clear();
			}
		},

		REMOVE_EACH {
			@Override
			void of(MeterRegistry registry) {
				for (Meter meter : registry.getMeters()) {
					registry.remove(meter);
				}
			}
		};

		abstract void of(MeterRegistry registry);

	}

}
