package io.github.tencentcloud.resilience.admission;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * What the server counts together when it throttles.
 */
record PaceKey(String product, String action, String region, @Nullable String account) {

	static PaceKey of(TencentCloudCall call) {
		return new PaceKey(call.product(), call.action(), call.region(), call.account());
	}

	/** A hash of the same parts, without creating a key. */
	static int hash(TencentCloudCall call) {
		int hash = call.product().hashCode();
		hash = 31 * hash + call.action().hashCode();
		hash = 31 * hash + call.region().hashCode();
		return 31 * hash + ((call.account() != null) ? call.account().hashCode() : 0);
	}

}
