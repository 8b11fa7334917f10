package io.github.tencentcloud.resilience.admission;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * What calls that share a circuit breaker have in common.
 */
public enum BreakerScope {

	/** The product. */
	PRODUCT,

	/** The action. */
	ACTION,

	/** The region. */
	REGION,

	/** The host that is called. */
	HOST;

	String of(TencentCloudCall call) {
		return switch (this) {
			case PRODUCT -> call.product();
			case ACTION -> call.action();
			case REGION -> call.region();
			case HOST -> call.host();
		};
	}

}
