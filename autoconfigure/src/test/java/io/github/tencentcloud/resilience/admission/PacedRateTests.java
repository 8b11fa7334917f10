package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for how a rate falls and rises.
 */
class PacedRateTests {

	private long now = TimeUnit.HOURS.toNanos(-1);

	private PacedRate rate = new PacedRate(0.5, 20, this.now);

	@Test
	void itBeginsWithWhatWentWellWithinTheLastSecondButNotTooLow() {
		assertThat(this.rate.perSecond(this.now)).isEqualTo(20);
		assertThat(this.rate.interval(this.now)).isEqualTo(50_000_000);
		assertThat(new PacedRate(0.5, 0, this.now).perSecond(this.now)).isEqualTo(5);
	}

	@Test
	void answersToWhatWasSentBeforeOnlyCorrectTheBeginning() {
		long before = this.now - 1;
		this.rate.throttled(before, this.now);
		assertThat(this.rate.perSecond(this.now)).isEqualTo(20);
		this.rate.succeeded(before);
		assertThat(this.rate.perSecond(this.now)).isEqualTo(21);
		this.rate.succeeded(this.now);
		assertThat(this.rate.perSecond(this.now)).isEqualTo(21);
	}

	@Test
	void aLateSuccessNeitherTakesBackWhatWasRegainedNorProlongsThePacing() {
		long before = this.now - 1;
		long since = this.rate.since();
		this.now += TimeUnit.SECONDS.toNanos(20);
		double risen = this.rate.perSecond(this.now);
		this.rate.succeeded(before);
		assertThat(this.rate.perSecond(this.now)).isGreaterThanOrEqualTo(risen + 1);
		assertThat(this.rate.since()).isEqualTo(since);
	}

	@Test
	void eachThrottledAnswerIsOneAttemptPerSecondTooMuch() {
		for (int i = 0; i < 7; i++) {
			this.rate.throttled(this.now, this.now);
		}
		assertThat(this.rate.perSecond(this.now)).isEqualTo(13);
		for (int i = 0; i < 50; i++) {
			this.rate.throttled(this.now, this.now);
		}
		assertThat(this.rate.perSecond(this.now)).isEqualTo(0.5);
	}

	@Test
	void itRisesFasterTheLongerNothingIsThrottled() {
		double first = risen(1);
		double second = risen(1);
		double tenth = risen(7) + risen(1);
		assertThat(first).isCloseTo(0.3, within(0.02));
		assertThat(second).isGreaterThan(first);
		assertThat(tenth).isGreaterThan(10 * first);
		assertThat(this.rate.perSecond(this.now + TimeUnit.DAYS.toNanos(365))).isEqualTo(1e6);
	}

	@Test
	void aQuotaThatIsDoubledIsFoundWithinTenSeconds() {
		for (double quota : new double[] { 5, 10, 100 }) {
			PacedRate halved = new PacedRate(0.5, quota, this.now);
			assertThat(halved.perSecond(this.now + TimeUnit.SECONDS.toNanos(10))).isGreaterThan(1.8 * quota);
		}
	}

	@Test
	void aRateThatIsNotUsedUpFallsToWhatIsSent() {
		for (int i = 0; i < 100; i++) {
			this.rate.sent(this.now);
			this.now += TimeUnit.MILLISECONDS.toNanos(500);
		}
		assertThat(this.rate.perSecond(this.now)).isGreaterThan(100);
		this.rate.throttled(this.now, this.now);
		assertThat(this.rate.perSecond(this.now)).isBetween(2.0, 4.0);
	}

	/** How much it rises within the next seconds. */
	private double risen(int seconds) {
		double before = this.rate.perSecond(this.now);
		this.now += TimeUnit.SECONDS.toNanos(seconds);
		return this.rate.perSecond(this.now) - before;
	}

}
