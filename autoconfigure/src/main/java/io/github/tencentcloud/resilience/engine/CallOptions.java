package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.ItemRule;

/**
 * The settings of one call: those of its action, overridden by the attributes of its
 * request and by its context. In any mode but {@code enforce} there is one attempt,
 * without limits.
 *
 * @param unwrap whether the caller gets only the content of {@code Response}
 * @param attemptTimeout the limit of one attempt
 * @param callTimeout the limit of the call, zero if its time is already up
 * @param maxAttempts the most attempts
 * @param idempotent whether the call may be repeated, judging by its action alone
 * @param items how the items inside a success are judged, or {@code null} if nobody looks
 * @param retries whether attempts are repeated at all
 * @param firstEventTimeout the limit of the wait for the first event of a stream, or
 * {@code null} if it is that of the attempt
 */
record CallOptions(boolean unwrap, Duration attemptTimeout, Duration callTimeout, int maxAttempts, boolean idempotent,
		@Nullable ItemRule items, boolean retries, @Nullable Duration firstEventTimeout) {

	static CallOptions of(TencentCloudCall call, Map<String, Object> attributes, @Nullable Object deadline,
			CallSettings settings, Idempotency idempotency, Time time) {
		boolean unwrap = unwraps(attributes, settings);
		if (settings.mode() != Mode.ENFORCE) {
			return new CallOptions(unwrap, CallDeadline.LONGEST, CallDeadline.LONGEST, 1, false, settings.items(),
					false, null);
		}
		return new CallOptions(unwrap, CallDeadline.bounded(settings.attemptTimeout()),
				CallDeadline.limit(settings.callTimeout(), attributes, deadline, time), settings.maxAttempts(),
				flag(attributes, TencentCloudAttributes.IDEMPOTENT, isIdempotent(call, settings, idempotency)),
				settings.items(), settings.retries(), firstEvent(settings));
	}

	/**
	 * Whether a call is judged whatever its mode, since what its caller gets must not
	 * depend on the mode.
	 */
	static boolean isJudgedAnyway(Map<String, Object> attributes, CallSettings settings) {
		return isAnnotated(attributes) && unwraps(attributes, settings);
	}

	private static boolean unwraps(Map<String, Object> attributes, CallSettings settings) {
		Boolean unwrap = settings.unwrap();
		return flag(attributes, TencentCloudAttributes.UNWRAP, (unwrap != null) ? unwrap : isAnnotated(attributes));
	}

	/** Whether a request comes from an annotated interface. */
	static boolean isAnnotated(Map<String, Object> attributes) {
		return attributes.containsKey(TencentCloudAttributes.ANNOTATED);
	}

	/** Whether neither the call nor its attempts have a time limit. */
	boolean isUnlimited() {
		return this.attemptTimeout.equals(CallDeadline.LONGEST) && this.callTimeout.equals(CallDeadline.LONGEST);
	}

	private static @Nullable Duration firstEvent(CallSettings settings) {
		Duration limit = settings.firstEventTimeout();
		return (limit != null) ? CallDeadline.bounded(limit) : null;
	}

	private static boolean isIdempotent(TencentCloudCall call, CallSettings settings, Idempotency idempotency) {
		Boolean configured = settings.idempotent();
		return (configured != null) ? configured : idempotency.isIdempotent(call.product(), call.action());
	}

	private static boolean flag(Map<String, Object> attributes, String name, boolean fallback) {
		@Nullable Object value = attributes.get(name);
		return (value instanceof Boolean flag) ? flag : fallback;
	}

}
