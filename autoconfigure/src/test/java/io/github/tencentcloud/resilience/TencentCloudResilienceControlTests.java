package io.github.tencentcloud.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.engine.SwitchedCallSettings;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TencentCloudResilienceControl}, and for the settings that come of it.
 */
class TencentCloudResilienceControlTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final TestClock clock = new TestClock();

	private final TencentCloudResilienceControl control = new TencentCloudResilienceControl(this.clock,
			time(this.clock));

	private final SwitchedCallSettings settings = new SwitchedCallSettings(this.control, true);

	@AfterEach
	void endVirtualTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void nothingIsSwitchedAtFirst() {
		assertThat(this.control.active()).isEmpty();
		assertThat(settings("sms")).isSameAs(CallSettings.DEFAULTS);
		assertThat(this.control.mode(Mode.OBSERVE)).isEqualTo("observe");
	}

	@Test
	void retriesOfOneProduct() {
		this.control.switchRetriesOff("sms", HOUR);
		assertThat(settings("SMS").retries()).isFalse();
		assertThat(settings("cvm")).isSameAs(CallSettings.DEFAULTS);
		assertThat(this.control.mode(Mode.ENFORCE)).isEqualTo("switched");
	}

	@Test
	void modeOfAProductBeatsThatOfAll() {
		this.control.switchMode(Mode.OFF, "sms", HOUR);
		this.control.switchMode(Mode.OBSERVE, null, HOUR);
		assertThat(settings("sms").mode()).isEqualTo(Mode.OFF);
		assertThat(settings("cvm").mode()).isEqualTo(Mode.OBSERVE);
		assertThat(this.control.mode(Mode.ENFORCE)).isEqualTo("observe");
	}

	@Test
	void endsByItself() {
		AtomicInteger changes = new AtomicInteger();
		this.control.onChange(changes::incrementAndGet);
		this.control.switchRetriesOff(null, HOUR);
		this.clock.advance(HOUR.minusMillis(1));
		assertThat(settings("sms").retries()).isFalse();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(settings("sms").retries()).isTrue();
		assertThat(this.control.active()).isEmpty();
		assertThat(changes).hasValue(2);
	}

	@Test
	void endsOnTimeWithoutCalls() {
		VirtualTimeScheduler timer = VirtualTimeScheduler.getOrSet();
		AtomicInteger changes = new AtomicInteger();
		this.control.onChange(changes::incrementAndGet);
		this.control.switchRetriesOff("sms", HOUR);
		this.control.switchRetriesOff(null, HOUR.multipliedBy(2));
		timer.advanceTimeBy(HOUR);
		assertThat(changes).as("the clock has not moved").hasValue(2);
		this.clock.advance(HOUR);
		timer.advanceTimeBy(HOUR.plusMillis(1));
		assertThat(changes).hasValue(3);
		this.clock.advance(HOUR);
		timer.advanceTimeBy(HOUR.plusMillis(2));
		assertThat(changes).hasValue(4);
	}

	@ParameterizedTest
	@ValueSource(longs = { -3600, -86_400, 3600, 86_400 })
	void endsAfterItsTimeWhateverSomebodySetsTheClockTo(long seconds) {
		this.control.switchRetriesOff("sms", HOUR);
		this.clock.set(this.clock.instant().plusSeconds(seconds));
		this.clock.advance(HOUR.minusMillis(1));
		assertThat(settings("sms").retries()).isFalse();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(settings("sms").retries()).isTrue();
		assertThat(this.control.active()).isEmpty();
	}

	@Test
	void endsOnTimeWithoutCallsAlthoughTheClockGoesBack() {
		VirtualTimeScheduler timer = VirtualTimeScheduler.getOrSet();
		AtomicInteger changes = new AtomicInteger();
		this.control.onChange(changes::incrementAndGet);
		this.control.switchRetriesOff("sms", HOUR);
		this.clock.set(this.clock.instant().minus(HOUR));
		this.clock.advance(HOUR);
		timer.advanceTimeBy(HOUR.plusMillis(1));
		assertThat(changes).hasValue(2);
	}

	@Test
	void noMoreThanSoManyProductsAreSwitched() {
		this.control.switchRetriesOff(null, HOUR);
		for (int i = 0; i < 49; i++) {
			this.control.switchRetriesOff("product-" + i, HOUR);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.control.switchMode(Mode.OFF, "one-more", HOUR))
			.withMessageContaining("50 products are switched already");
		this.control.switchMode(Mode.OBSERVE, "PRODUCT-7", HOUR);
		this.control.switchMode(Mode.OBSERVE, null, HOUR);
		assertThat(this.control.active()).hasSize(52);
		this.clock.advance(HOUR);
		this.control.switchMode(Mode.OFF, "one-more", HOUR);
		assertThat(this.control.active()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "sms\nSwitched: all is well", "sms\u001b[2J", "sms\u0000", "sms\u0085", "sms\u2028x",
			"sms\u202ex", "sms\ud800" })
	void productThatIsNoNameIsRefused(String product) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.control.switchRetriesOff(product, HOUR))
			.withMessageNotContaining(product);
		assertThatIllegalArgumentException().isThrownBy(() -> this.control.switchMode(Mode.OFF, product, HOUR));
		assertThatIllegalArgumentException().isThrownBy(() -> this.control.switchRetriesOff("x".repeat(101), HOUR));
		assertThat(this.control.switchRetriesOff("x".repeat(100), HOUR).product()).hasSize(100);
	}

	@Test
	void listenerThatThrowsStopsNothing() {
		VirtualTimeScheduler timer = VirtualTimeScheduler.getOrSet();
		AtomicInteger changes = new AtomicInteger();
		this.control.onChange(() -> {
			throw new IllegalStateException("listener");
		});
		this.control.onChange(changes::incrementAndGet);
		this.control.switchRetriesOff("sms", HOUR);
		assertThat(changes).hasValue(1);
		this.clock.advance(HOUR);
		timer.advanceTimeBy(HOUR.plusMillis(1));
		assertThat(changes).hasValue(2);
	}

	@Test
	void nothingIsWaitedForAfterTheEnd() {
		VirtualTimeScheduler timer = VirtualTimeScheduler.getOrSet();
		AtomicInteger changes = new AtomicInteger();
		this.control.onChange(changes::incrementAndGet);
		this.control.switchRetriesOff("sms", HOUR);
		this.control.close();
		this.control.switchRetriesOff("cvm", HOUR);
		this.clock.advance(HOUR);
		timer.advanceTimeBy(HOUR.plusMillis(1));
		assertThat(changes).hasValue(2);
		assertThat(this.control.active()).isEmpty();
	}

	@Test
	void anotherOneOfTheSameKindTakesItsPlace() {
		this.control.switchRetriesOff("sms", HOUR);
		this.control.switchMode(Mode.OBSERVE, "sms", HOUR);
		this.control.switchRetriesOff("SMS", Duration.ofMinutes(5));
		assertThat(this.control.active()).hasSize(2)
			.filteredOn(ResilienceSwitch::retriesOff)
			.singleElement()
			.satisfies((entry) -> assertThat(entry.until()).isEqualTo(this.clock.instant().plusSeconds(300)));
	}

	@Test
	void endsEarly() {
		this.control.switchRetriesOff("sms", HOUR);
		this.control.switchMode(Mode.OBSERVE, "sms", HOUR);
		this.control.switchRetriesOff(null, HOUR);
		assertThat(this.control.end("cvm")).isEmpty();
		assertThat(this.control.end("Sms")).hasSize(2);
		assertThat(this.control.active()).hasSize(1);
		assertThat(this.control.end(null)).hasSize(1);
		this.control.switchRetriesOff("sms", HOUR);
		assertThat(this.control.endAll()).hasSize(1);
		assertThat(this.control.active()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT24H0.001S" })
	void durationOutOfRange(Duration duration) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.control.switchRetriesOff(null, duration));
		assertThatIllegalArgumentException().isThrownBy(() -> this.control.switchRetriesOff(" ", HOUR));
		assertThat(this.control.active()).isEmpty();
	}

	private CallSettings settings(String product) {
		return this.settings.inForce((asked, action) -> CallSettings.DEFAULTS, product, "RunInstances");
	}

	/**
	 * As much time has gone by as the clock says, and Reactor's timers may be virtual.
	 */
	private static Time time(TestClock clock) {
		return new Time() {

			@Override
			public long nanos() {
				return clock.time().nanos();
			}

			@Override
			public Instant instant() {
				return clock.instant();
			}

			@Override
			public Alarm alarm(long delayNanos, Runnable task) {
				return new ReactorTime().alarm(delayNanos, task);
			}

		};
	}

}
