package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;

import io.github.tencentcloud.resilience.Time;

/**
 * Translates limits for Bucket4j.
 */
final class Bandwidths {

	/** How far the clocks of instances and the vendor may be apart. */
	private static final Duration GUARD = Duration.ofMillis(100);

	private Bandwidths() {
	}

	/**
	 * The vendor counts by seconds of the clock, so a limit per second is given out at
	 * the beginning of each: then no delay can push a call into a second that is full. It
	 * holds for seconds that begin a moment later too, so that those who wait do not all
	 * come just when a second begins, and a clock that is ahead does not bring them into
	 * the one before. Minutes would make that a long wait, so those are given out evenly,
	 * with no more than a second's worth at once.
	 */
	static BucketConfiguration of(RateLimit limit) {
		if (limit.period().toSeconds() == 1) {
			return BucketConfiguration.builder()
				.addLimit(each(limit, Instant.EPOCH))
				.addLimit(each(limit, Instant.EPOCH.plus(GUARD)))
				.build();
		}
		long second = Math.max(limit.calls() / limit.period().toSeconds(), 1);
		return BucketConfiguration.builder()
			.addLimit((limits) -> limits.capacity(second).refillGreedy(limit.calls(), limit.period()))
			.build();
	}

	/** The clock, since the vendor goes by one too. */
	static TimeMeter meter(Time time) {
		return new TimeMeter() {

			@Override
			public long currentTimeNanos() {
				return TimeUnit.MILLISECONDS.toNanos(time.instant().toEpochMilli());
			}

			@Override
			public boolean isWallClockBased() {
				return true;
			}

		};
	}

	private static Bandwidth each(RateLimit limit, Instant first) {
		return Bandwidth.builder()
			.capacity(limit.calls())
			.refillIntervallyAligned(limit.calls(), limit.period(), first)
			.build();
	}

}
