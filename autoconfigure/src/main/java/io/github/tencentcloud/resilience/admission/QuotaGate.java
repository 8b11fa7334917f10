package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import io.github.bucket4j.BucketConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;

import io.github.tencentcloud.resilience.BoundedMap;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;

/**
 * Keeps the calls of an action within its configured quota.
 */
@Order(0)
public class QuotaGate implements Gate {

	/**
	 * The time a turn has to leave for the call itself, so that it can still be answered.
	 */
	private static final long LEFT_FOR_THE_CALL = TimeUnit.SECONDS.toNanos(1);

	private final BiFunction<String, String, @Nullable RateLimit> limits;

	private final int maxQueue;

	private final @Nullable SharedQuotas shared;

	private final Time time;

	private final BoundedMap<QuotaKey, QuotaQueue> queues = BoundedMap.keeping(QuotaKey::overflow);

	/**
	 * Create the gate.
	 * @param limits the limit by product and action, {@code null} for none
	 * @param maxQueue how many calls may wait for each quota, at least 0
	 * @param shared the quotas shared by a fleet, or {@code null} if this instance counts
	 * alone
	 * @param time the clock of the turns
	 */
	public QuotaGate(BiFunction<String, String, @Nullable RateLimit> limits, int maxQueue,
			@Nullable SharedQuotas shared, Time time) {
		this.limits = limits;
		this.maxQueue = maxQueue;
		this.shared = shared;
		this.time = time;
	}

	@Override
	public @Nullable CompletionStage<?> pass(TencentCloudCall call, int attempt, long now, long deadline) {
		RateLimit limit = this.limits.apply(call.product(), call.action());
		if (limit == null) {
			return null;
		}
		long left = deadline - now;
		return queue(QuotaKey.of(call), limit, call).enter(left - Math.min(LEFT_FOR_THE_CALL, left / 2));
	}

	private QuotaQueue queue(QuotaKey key, RateLimit limit, TencentCloudCall call) {
		return this.queues.get(key, (newKey) -> create(newKey, limit, call));
	}

	private QuotaQueue create(QuotaKey key, RateLimit limit, TencentCloudCall call) {
		BucketConfiguration limits = Bandwidths.of(limit);
		Quota local = new LocalQuota(limits, this.time);
		String name = call.product() + "." + call.action();
		String property = "tencentcloud.resilience.products." + call.product() + ".actions." + call.action()
				+ ".rate-limit";
		return new QuotaQueue(
				(this.shared != null) ? new SharedQuota(this.shared, key + ":" + limit, limits, local) : local,
				this.maxQueue,
				() -> new GateRefusal("More than " + this.maxQueue + " calls to " + name
						+ " wait for their rate limit of " + limit + " (tencentcloud.resilience.rate-limit.max-queue)"),
				() -> new GateRefusal(
						"No turn before its deadline within the rate limit of " + limit + " (" + property + ")"),
				this.time);
	}

}
