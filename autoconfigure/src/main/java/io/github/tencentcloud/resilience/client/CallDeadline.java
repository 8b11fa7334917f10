package io.github.tencentcloud.resilience.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import io.github.tencentcloud.resilience.TencentCloudAttributes;

/**
 * How long a call may take: as configured, unless its request or its context want it to
 * be over before.
 */
final class CallDeadline {

	/** A longer time is none, and would not fit into nanoseconds. */
	static final Duration LONGEST = Duration.ofDays(365);

	private CallDeadline() {
	}

	/** The limit of a call, zero if its time is up already. */
	static Duration limit(Duration configured, Map<String, Object> attributes, ContextView context) {
		Duration limit = shorter(bounded(configured), attributes.get(TencentCloudAttributes.DEADLINE));
		limit = shorter(limit, SteadyDeadline.left(context));
		return limit.isNegative() ? Duration.ZERO : limit;
	}

	/** The limit, or a year. */
	static Duration bounded(Duration limit) {
		return (limit.compareTo(LONGEST) < 0) ? limit : LONGEST;
	}

	/** The point in time when a limit ends that begins now. */
	static Instant after(Duration limit) {
		return now().plus(bounded(limit));
	}

	private static Duration shorter(Duration limit, @Nullable Object deadline) {
		if (deadline instanceof Duration other) {
			return (other.compareTo(limit) < 0) ? other : limit;
		}
		return (deadline instanceof Instant instant) ? shorter(limit, Duration.between(now(), instant)) : limit;
	}

	/** The wall clock, by the time that timers run by; virtual in tests. */
	private static Instant now() {
		return Instant.ofEpochMilli(Schedulers.parallel().now(TimeUnit.MILLISECONDS));
	}

}
