package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.local.LocalBucketBuilder;

import io.github.tencentcloud.resilience.Time;

/**
 * A quota for this instance alone, kept by Bucket4j.
 */
final class LocalQuota implements Quota {

	private final Bucket bucket;

	private final Time time;

	LocalQuota(BucketConfiguration limits, Time time) {
		this.time = time;
		LocalBucketBuilder builder = Bucket.builder();
		for (Bandwidth bandwidth : limits.getBandwidths()) {
			builder.addLimit(bandwidth);
		}
		this.bucket = builder.withCustomTimePrecision(Bandwidths.meter(time)).build();
	}

	@Override
	public boolean tryNow() {
		return this.bucket.tryConsume(1);
	}

	@Override
	public CompletableFuture<Boolean> reserve(long maxWait, LongConsumer waits) {
		return this.bucket.asScheduler().tryConsume(1, maxWait, new TimerExecutor(this.time, waits));
	}

}
