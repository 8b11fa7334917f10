package io.github.tencentcloud.resilience.throttle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import io.github.bucket4j.BucketConfiguration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.policy.TencentCloudCall;

/**
 * Keeps the calls of an action within the quota that is known for it.
 */
@Order(0)
public class QuotaGate implements Gate {

	/** What a turn leaves to the call, so that it can still be answered in time. */
	private static final long LEFT_FOR_THE_CALL = TimeUnit.SECONDS.toNanos(1);

	/** Regions and accounts come from requests; without a bound, so would lines. */
	private static final int MAX_LINES = 1000;

	private final BiFunction<String, String, @Nullable RateLimit> limits;

	private final int maxQueue;

	private final @Nullable SharedQuotas shared;

	private final Time time;

	private final Map<QuotaKey, Line> lines = new ConcurrentHashMap<>();

	/**
	 * Create the gate.
	 * @param limits the limit by product and action, {@code null} for none
	 * @param maxQueue how many calls may wait for each quota, at least 0
	 * @param shared the quotas of a fleet, or {@code null} if this instance is alone
	 * @param time the time by which turns come
	 */
	public QuotaGate(BiFunction<String, String, @Nullable RateLimit> limits, int maxQueue,
			@Nullable SharedQuotas shared, Time time) {
		this.limits = limits;
		this.maxQueue = maxQueue;
		this.shared = shared;
		this.time = time;
	}

	@Override
	public @Nullable Mono<Void> pass(TencentCloudCall call, int attempt, long now, long deadline) {
		RateLimit limit = this.limits.apply(call.product(), call.action());
		if (limit == null) {
			return null;
		}
		long left = deadline - now;
		return line(QuotaKey.of(call), limit, call).enter(left - Math.min(LEFT_FOR_THE_CALL, left / 2));
	}

	private Line line(QuotaKey key, RateLimit limit, TencentCloudCall call) {
		Line line = this.lines.get(key);
		if (line != null) {
			return line;
		}
		QuotaKey bounded = (this.lines.size() < MAX_LINES) ? key : key.overflow();
		return this.lines.computeIfAbsent(bounded, (newKey) -> create(newKey, limit, call));
	}

	private Line create(QuotaKey key, RateLimit limit, TencentCloudCall call) {
		BucketConfiguration limits = Bandwidths.of(limit);
		Quota local = new LocalQuota(limits, this.time);
		String name = call.product() + "." + call.action();
		String property = "tencentcloud.resilience.products." + call.product() + ".actions." + call.action()
				+ ".rate-limit";
		return new Line((this.shared != null) ? this.shared.quota(key + ":" + limit, limits, local) : local,
				this.maxQueue,
				() -> new GateRefusal("More than " + this.maxQueue + " calls to " + name
						+ " wait for their rate limit of " + limit + " (tencentcloud.resilience.rate-limit.max-queue)"),
				() -> new GateRefusal(
						"No turn before its deadline within the rate limit of " + limit + " (" + property + ")"),
				this.time);
	}

}
