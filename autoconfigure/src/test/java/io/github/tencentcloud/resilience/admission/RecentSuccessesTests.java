package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for the rough count of what went well within the last second.
 */
class RecentSuccessesTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final RecentSuccesses recent = new RecentSuccesses();

	@Test
	void countsTheLastSecond() {
		for (long start : new long[] { 0, -1000 * SECOND, 3_000_000_000L * SECOND }) {
			long now = start;
			for (int i = 0; i < 300; i++) {
				now = start + i * SECOND / 50;
				this.recent.add(7, now);
			}
			assertThat(this.recent.count(7, now)).isCloseTo(50, within(1.5));
			assertThat(this.recent.count(7, now + SECOND)).isLessThan(51);
			assertThat(this.recent.count(7, now + 2 * SECOND)).isZero();
		}
		assertThat(this.recent.count(8, 0)).isZero();
	}

	@Test
	void whoeverIsLateTakesNothingBack() {
		for (int i = 0; i < 200; i++) {
			this.recent.add(7, 10 * SECOND);
		}
		this.recent.add(7, 10 * SECOND - 1);
		assertThat(this.recent.count(7, 10 * SECOND)).isEqualTo(201);
	}

	@Test
	void aBurstIsCountedAsItIs() {
		for (int i = 0; i < 20; i++) {
			this.recent.add(7, 5 * SECOND + SECOND / 2);
		}
		assertThat(this.recent.count(7, 5 * SECOND + SECOND / 2)).isEqualTo(20);
	}

	@Test
	void itDoesNotOverflow() {
		for (int i = 0; i < 100_000; i++) {
			this.recent.add(-1, 0);
		}
		assertThat(this.recent.count(-1, 0)).isEqualTo(65_535);
		this.recent.add(-1, SECOND);
		assertThat(this.recent.count(-1, SECOND)).isEqualTo(65_536);
	}

}
