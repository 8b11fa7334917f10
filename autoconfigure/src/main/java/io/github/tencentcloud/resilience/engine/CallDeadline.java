package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.Time;

/**
 * How long a call may take: as configured, unless its request or its context want it to
 * be over before.
 */
public final class CallDeadline {

	/** A longer time is none, and would not fit into nanoseconds. */
	static final Duration LONGEST = Duration.ofDays(365);

	private CallDeadline() {
	}

	/**
	 * The limit of a call, zero if its time is up already.
	 * @param configured as configured
	 * @param attributes what the request says, if it says so
	 * @param deadline what its context says, if it says so
	 * @param time the time that the call runs by
	 */
	static Duration limit(Duration configured, Map<String, Object> attributes, @Nullable Object deadline, Time time) {
		Duration limit = shorter(bounded(configured), attributes.get(TencentCloudAttributes.DEADLINE), time);
		limit = shorter(limit, deadline, time);
		return limit.isNegative() ? Duration.ZERO : limit;
	}

	/**
	 * The limit, or a year.
	 * @param limit the limit
	 * @return the shorter one
	 */
	public static Duration bounded(Duration limit) {
		return (limit.compareTo(LONGEST) < 0) ? limit : LONGEST;
	}

	private static Duration shorter(Duration limit, @Nullable Object deadline, Time time) {
		if (deadline instanceof Duration other) {
			return (other.compareTo(limit) < 0) ? other : limit;
		}
		return (deadline instanceof Instant instant) ? shorter(limit, Duration.between(time.instant(), instant), time)
				: limit;
	}

}
