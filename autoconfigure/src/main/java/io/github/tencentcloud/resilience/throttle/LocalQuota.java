package io.github.tencentcloud.resilience.throttle;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.local.LocalBucketBuilder;

/**
 * A quota of this instance alone, kept by Bucket4j.
 */
final class LocalQuota implements Quota {

	private final Bucket bucket;

	LocalQuota(BucketConfiguration limits) {
		LocalBucketBuilder builder = Bucket.builder();
		for (Bandwidth bandwidth : limits.getBandwidths()) {
			builder.addLimit(bandwidth);
		}
		this.bucket = builder.withCustomTimePrecision(Bandwidths.CLOCK).build();
	}

	@Override
	public boolean tryNow() {
		return this.bucket.tryConsume(1);
	}

	@Override
	public CompletableFuture<Boolean> reserve(long maxWait, LongConsumer waits) {
		return this.bucket.asScheduler().tryConsume(1, maxWait, new TimerExecutor(waits));
	}

}
