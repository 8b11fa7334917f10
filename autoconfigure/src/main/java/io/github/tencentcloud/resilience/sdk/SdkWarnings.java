package io.github.tencentcloud.resilience.sdk;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.UntrustedText;

/**
 * Warns, once each, of settings of the SDK that keep calls from being guarded, or that do
 * the same work twice.
 */
final class SdkWarnings {

	private static final Logger logger = LoggerFactory.getLogger(SdkWarnings.class);

	private final AtomicBoolean gateway = new AtomicBoolean();

	private final AtomicBoolean backup = new AtomicBoolean();

	/** Calls go to an address of the application's own. */
	void gateway(String endpoint) {
		if (this.gateway.compareAndSet(false, true)) {
			logger
				.warn("A profile of the Tencent Cloud SDK has the apigwEndpoint {}: calls that go there are not guarded, "
						+ "unless tencentcloud.resilience.hosts names its host. To send guarded calls to a gateway, set "
						+ "tencentcloud.resilience.endpoint instead", UntrustedText.name(endpoint));
		}
	}

	/** The SDK has a circuit breaker of its own for such a profile. */
	void backup(String endpoint) {
		if (this.backup.compareAndSet(false, true)) {
			logger.warn(
					"A profile of the Tencent Cloud SDK has the backupEndpoint {}, so the SDK uses a circuit breaker of "
							+ "its own, which sees calls that have been repeated already, and once it is open stays so. "
							+ "Leave it out, and set tencentcloud.resilience.products.<name>.fail-over instead",
					UntrustedText.name(endpoint));
		}
	}

}
