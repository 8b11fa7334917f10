package io.github.tencentcloud.resilience.admission;

import io.github.tencentcloud.resilience.TencentCloudCall;

/**
 * What calls have in common that share a circuit breaker.
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
