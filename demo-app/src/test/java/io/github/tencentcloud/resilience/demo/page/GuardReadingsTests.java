package io.github.tencentcloud.resilience.demo.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudResilienceControl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GuardReadings}.
 */
class GuardReadingsTests {

	private static final long NOW = 1_000_000;

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final SystemTime time = new SystemTime();

	private final TencentCloudResilienceControl control = new TencentCloudResilienceControl(
			Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), this.time);

	private final GuardReadings readings = new GuardReadings(this.registry, this.control);

	@AfterEach
	void close() {
		this.control.close();
		this.time.close();
	}

	@Test
	void beforeTheFirstCallThereIsLittleToTell() {
		assertThat(this.readings.read().budget()).isNull();
		assertThat(this.readings.read().clock()).isEqualTo(new ClockOffset("right", 0));
		assertThat(this.readings.read().switches()).isEmpty();
	}

	@Test
	void showsTheBudgetOfWhichTheLeastIsLeft() {
		AtomicReference<Double> sms = gauge("tencentcloud.client.retry.budget", "product", "sms", 100);
		AtomicReference<Double> cvm = gauge("tencentcloud.client.retry.budget", "product", "cvm", 500);
		this.readings.read();
		sms.set(90.0);
		assertThat(this.readings.read().budget()).isEqualTo(new Budget("sms", 90, 100));
		cvm.set(250.0);
		assertThat(this.readings.read().budget()).isEqualTo(new Budget("cvm", 250, 500));
	}

	@Test
	void showsTheLargestOffsetOfTheClock() {
		AtomicReference<Double> sms = gauge("tencentcloud.client.clock.offset", "product", "sms", 0.4);
		AtomicReference<Double> cvm = gauge("tencentcloud.client.clock.offset", "product", "cvm", 0);
		assertThat(this.readings.read().clock()).isEqualTo(new ClockOffset("right", 0));
		cvm.set(599.6);
		assertThat(this.readings.read().clock()).isEqualTo(new ClockOffset("10 min behind", 1));
		cvm.set(-45.0);
		sms.set(-3.0);
		assertThat(this.readings.read().clock()).isEqualTo(new ClockOffset("45 s ahead", 2));
	}

	@Test
	void showsTheModeAndWhatWasSwitched() {
		gauge("tencentcloud.client.info", "mode", "enforce", 1);
		assertThat(this.readings.read().mode()).isEqualTo("enforce");
		this.control.switchRetriesOff("sms", Duration.ofMinutes(1));
		this.control.switchMode(Mode.OBSERVE, null, Duration.ofMinutes(2));
		assertThat(this.readings.read().switches()).containsExactly(
				new SwitchNote("observe for all products", NOW + 120_000),
				new SwitchNote("no retries for sms", NOW + 60_000));
	}

	private AtomicReference<Double> gauge(String name, String key, String value, double number) {
		AtomicReference<Double> state = new AtomicReference<>(number);
		Gauge.builder(name, state, AtomicReference::get).tag(key, value).strongReference(true).register(this.registry);
		return state;
	}

}
