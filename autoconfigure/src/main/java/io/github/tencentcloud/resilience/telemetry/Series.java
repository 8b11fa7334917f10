package io.github.tencentcloud.resilience.telemetry;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * The tag values of one series. For a tag that the meter does not have, the value is
 * {@code none}, so that equal series are equal keys.
 *
 * @param verdict the outcome of a call, the decision about an attempt, or the result of a
 * wish to retry; no meter has two of them
 */
record Series(String product, String action, String region, String code, String policy, String verdict) {

	/** Stands for an absent value. */
	static final String NONE = TencentCloudCall.NONE;

	/** Stands for all values beyond the limit. */
	static final String OTHER = "other";

}
