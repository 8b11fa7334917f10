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

	/** How far apart the clocks of our instances and the vendor may be. */
	private static final Duration GUARD = Duration.ofMillis(100);

	private Bandwidths() {
	}

	/**
	 * The vendor counts by clock seconds, so a limit per second is refilled at the start
	 * of each second: then no delay can push a call into a second that is already full.
	 * It also applies to seconds that start a moment later, so that waiting calls do not
	 * all go just as a second begins, and a fast clock does not put them into the
	 * previous one. With minutes that would be a long wait, so limits per minute are
	 * refilled evenly, with no more than a second's worth at once.
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

	/** The wall clock, since that is what the vendor goes by. */
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
