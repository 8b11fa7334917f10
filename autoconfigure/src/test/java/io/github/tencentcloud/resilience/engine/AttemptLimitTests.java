package io.github.tencentcloud.resilience.engine;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttemptLimit}.
 */
class AttemptLimitTests {

	@Test
	void shorterLimitOfTheFirstEventDoesNotHoldBeforeThereIsAStream() {
		AttemptLimit limit = limit(Duration.ofSeconds(2));
		limit.expectsStream(() -> true);
		assertThat(limit.time() - limit.start()).isEqualTo(Duration.ofSeconds(10).toNanos());
		assertThat(limit.streamBegan()).isTrue();
		assertThat(limit.time() - limit.start()).isEqualTo(Duration.ofSeconds(2).toNanos());
	}

	@Test
	void longerLimitOfTheFirstEventHoldsForWhomAStreamIsExpected() {
		AttemptLimit limit = limit(Duration.ofSeconds(20));
		limit.expectsStream(() -> false);
		assertThat(limit.time() - limit.start()).isEqualTo(Duration.ofSeconds(10).toNanos());
		limit.expectsStream(() -> true);
		assertThat(limit.time() - limit.start()).isEqualTo(Duration.ofSeconds(20).toNanos());
	}

	private static AttemptLimit limit(Duration firstEvent) {
		Time time = new ReactorTime();
		CallOptions options = new CallOptions(false, Duration.ofSeconds(10), Duration.ofHours(1), 1, true, null, true,
				firstEvent);
		return new AttemptLimit(options, time.nanos() + options.callTimeout().toNanos(), time);
	}

}
