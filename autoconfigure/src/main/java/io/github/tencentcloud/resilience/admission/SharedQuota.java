package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Time;

/**
 * A quota kept in the store, or its local stand-in while the store does not answer.
 */
final class SharedQuota implements Quota {

	private final SharedQuotas quotas;

	private final String name;

	private final BucketConfiguration configuration;

	private final Quota local;

	private final Time time;

	private volatile @Nullable Kept kept;

	SharedQuota(SharedQuotas quotas, String name, BucketConfiguration configuration, Quota local) {
		this.quotas = quotas;
		this.name = name;
		this.configuration = configuration;
		this.local = local;
		this.time = quotas.time();
	}

	@Override
	public boolean tryNow() {
		return !this.quotas.isShared() && this.local.tryNow();
	}

	@Override
	public CompletableFuture<Boolean> reserve(long maxWait, LongConsumer waits) {
		AsyncBucketProxy bucket = this.quotas.isShared() ? bucket() : null;
		return (bucket != null) ? reserve(bucket, maxWait, waits) : this.local.reserve(maxWait, waits);
	}

	@Override
	public int source() {
		return this.quotas.changes();
	}

	private CompletableFuture<Boolean> reserve(AsyncBucketProxy bucket, long maxWait, LongConsumer waits) {
		long latest = this.time.nanos() + maxWait;
		CompletableFuture<Boolean> turn = new CompletableFuture<>();
		CompletableFuture<Void> answered = new CompletableFuture<>();
		Time.Alarm watch = this.time.alarm(this.quotas.timeout().toNanos(),
				() -> answered.completeExceptionally(new TimeoutException()));
		answered.whenComplete((ignored, error) -> {
			watch.cancel();
			if (error != null) {
				this.quotas.lost(error);
				this.local.reserve(Math.max(latest - this.time.nanos(), 1), waits)
					.whenComplete((granted, fault) -> turn.complete(fault != null || granted));
			}
		});
		ask(bucket, maxWait, waits, answered, turn);
		return turn;
	}

	/** The store has answered when a wait begins, or when there is none. */
	private void ask(AsyncBucketProxy bucket, long maxWait, LongConsumer waits, CompletableFuture<Void> answered,
			CompletableFuture<Boolean> turn) {
		LongConsumer inTimeButLater = (wait) -> {
			if (answered.complete(null)) {
				waits.accept(wait);
			}
		};
		try {
			bucket.asScheduler()
				.tryConsume(1, maxWait, new TimerExecutor(this.time, inTimeButLater))
				.whenComplete((granted, error) -> {
					boolean inTime = (error != null) ? !answered.completeExceptionally(error)
							: answered.complete(null) || !answered.isCompletedExceptionally();
					if (inTime && error == null) {
						turn.complete(granted);
					}
				});
		}
		catch (RuntimeException ex) {
			answered.completeExceptionally(ex);
		}
	}

	private @Nullable AsyncBucketProxy bucket() {
		AsyncProxyManager<byte[]> store = this.quotas.store();
		Kept kept = this.kept;
		if (store != null && (kept == null || kept.store != store)) {
			kept = new Kept(store, this.quotas.bucket(store, this.name, this.configuration));
			this.kept = kept;
		}
		return (kept != null) ? kept.bucket : null;
	}

	/** A bucket is useless once its store has been replaced. */
	private record Kept(AsyncProxyManager<byte[]> store, AsyncBucketProxy bucket) {

	}

}
