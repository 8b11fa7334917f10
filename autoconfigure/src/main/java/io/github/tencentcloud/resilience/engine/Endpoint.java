package io.github.tencentcloud.resilience.engine;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.BreakerPermit;
import io.github.tencentcloud.resilience.admission.GuardedBreaker;

/**
 * A host that a call may be sent to, and the breaker that tracks its health.
 *
 * @param uri where the request goes
 * @param original whether this is where the caller sent the request
 * @param signature signs for this host, or {@code null} if requests are not signed here
 * @param breaker the breaker, or {@code null} if there is none
 */
public record Endpoint(URI uri, boolean original, @Nullable CallSignature signature, @Nullable GuardedBreaker breaker) {

	/** The same address at another host, which may have a port. */
	static URI at(URI uri, String host) {
		StringBuilder other = new StringBuilder(uri.getScheme()).append("://").append(host).append(uri.getRawPath());
		if (uri.getRawQuery() != null) {
			other.append('?').append(uri.getRawQuery());
		}
		return URI.create(other.toString());
	}

	/** The same endpoint with its current breaker. */
	Endpoint with(@Nullable GuardedBreaker breaker) {
		return (breaker == this.breaker) ? this : new Endpoint(this.uri, this.original, this.signature, breaker);
	}

	/** Whether the breaker is open. It may still permit an attempt, as a probe. */
	boolean isOpen() {
		return this.breaker != null && this.breaker.isOpen();
	}

	/** Ask the breaker for permission for one attempt. */
	boolean tryAcquirePermission() {
		return this.breaker == null || this.breaker.tryAcquirePermission();
	}

	/** The permission that was granted; it has to be given back. */
	@Nullable BreakerPermit permit() {
		return (this.breaker != null) ? new BreakerPermit(this.breaker) : null;
	}

}
