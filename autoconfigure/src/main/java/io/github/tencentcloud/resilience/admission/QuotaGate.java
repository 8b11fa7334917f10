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

	private volatile Limits limits;

	private final @Nullable SharedQuotas shared;

	private final Time time;

	private final BoundedMap<QuotaKey, LimitedQueue> queues = BoundedMap.keeping(QuotaKey::overflow);

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
		this.limits = new Limits(limits, maxQueue);
		this.shared = shared;
		this.time = time;
	}

	/**
	 * Use other limits from now on. A quota whose limit has changed begins anew; who
	 * waits for the one before still gets a turn there.
	 * @param limits the limit by product and action, {@code null} for none
	 * @param maxQueue how many calls may wait for each quota, at least 0
	 */
	public void retune(BiFunction<String, String, @Nullable RateLimit> limits, int maxQueue) {
		this.limits = new Limits(limits, maxQueue);
	}

	@Override
	public @Nullable CompletionStage<?> pass(TencentCloudCall call, int attempt, long now, long deadline) {
		Limits limits = this.limits;
		RateLimit limit = limits.ofActions().apply(call.product(), call.action());
		if (limit == null) {
			return null;
		}
		long left = deadline - now;
		return queue(QuotaKey.of(call), new Limit(limit, limits.maxQueue()), call)
			.enter(left - Math.min(LEFT_FOR_THE_CALL, left / 2));
	}

	private QuotaQueue queue(QuotaKey key, Limit limit, TencentCloudCall call) {
		LimitedQueue known = this.queues.get(key, (newKey) -> create(newKey, limit, call));
		if (!known.limit().equals(limit)) {
			known = create(key, limit, call);
			this.queues.put(key, known);
		}
		return known.queue();
	}

	private LimitedQueue create(QuotaKey key, Limit limit, TencentCloudCall call) {
		return new LimitedQueue(limit, create(key, limit.rate(), limit.maxQueue(), call));
	}

	private QuotaQueue create(QuotaKey key, RateLimit limit, int maxQueue, TencentCloudCall call) {
		BucketConfiguration limits = Bandwidths.of(limit);
		Quota local = new LocalQuota(limits, this.time);
		String name = call.product() + "." + call.action();
		String property = "tencentcloud.resilience.products." + call.product() + ".actions." + call.action()
				+ ".rate-limit";
		return new QuotaQueue(
				(this.shared != null) ? new SharedQuota(this.shared, key + ":" + limit, limits, local) : local,
				maxQueue,
				() -> new GateRefusal("More than " + maxQueue + " calls to " + name + " wait for their rate limit of "
						+ limit + " (tencentcloud.resilience.rate-limit.max-queue)"),
				() -> new GateRefusal(
						"No turn before its deadline within the rate limit of " + limit + " (" + property + ")"),
				this.time);
	}

	/**
	 * What is configured.
	 *
	 * @param ofActions the limit by product and action, {@code null} for none
	 * @param maxQueue how many calls may wait for each quota
	 */
	private record Limits(BiFunction<String, String, @Nullable RateLimit> ofActions, int maxQueue) {

	}

	private record Limit(RateLimit rate, int maxQueue) {

	}

	/** A queue, and the limit that it was made for. */
	private record LimitedQueue(Limit limit, QuotaQueue queue) {

	}

}
