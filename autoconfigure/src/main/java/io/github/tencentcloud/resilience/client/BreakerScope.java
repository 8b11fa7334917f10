package io.github.tencentcloud.resilience.client;

import java.util.function.Function;

import io.github.tencentcloud.resilience.policy.TencentCloudCall;

/**
 * What calls have in common that share a circuit breaker.
 */
public enum BreakerScope {

	/** The product. */
	PRODUCT(TencentCloudCall::product),

	/** The action. */
	ACTION(TencentCloudCall::action),

	/** The region. */
	REGION(TencentCloudCall::region),

	/** The host that is called. */
	HOST(TencentCloudCall::host);

	private final Function<TencentCloudCall, String> part;

	BreakerScope(Function<TencentCloudCall, String> part) {
		this.part = part;
	}

	String of(TencentCloudCall call) {
		return this.part.apply(call);
	}

}
