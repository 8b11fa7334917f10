package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.Time;

/**
 * How long a call may take: as configured, unless its request or its context sets an
 * earlier deadline.
 */
public final class CallDeadline {

	/** A longer limit counts as none, and would overflow in nanoseconds. */
	static final Duration LONGEST = Duration.ofDays(365);

	private CallDeadline() {
	}

	/**
	 * The limit of a call, zero if its time is already up.
	 * @param configured as configured
	 * @param attributes the attributes of the request, which may have a deadline
	 * @param deadline the deadline in its context, if there is one
	 * @param time the clock of the call
	 */
	static Duration limit(Duration configured, Map<String, Object> attributes, @Nullable Object deadline, Time time) {
		Duration limit = shorter(bounded(configured), attributes.get(TencentCloudAttributes.DEADLINE), time);
		limit = shorter(limit, deadline, time);
		return limit.isNegative() ? Duration.ZERO : limit;
	}

	/**
	 * The limit, but at most a year.
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
