package io.github.tencentcloud.resilience.client;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * One host that a call may be sent to: the request for it, and the breaker that knows its
 * health.
 *
 * @param request the request, which signs itself for this host
 * @param signature makes those signatures, or {@code null} if it is not signed here
 * @param breaker the breaker, or {@code null} if there is none
 */
record Endpoint(ClientRequest request, @Nullable CallSignature signature, @Nullable GuardedBreaker breaker) {

	static Endpoint of(ClientRequest request, @Nullable CallSignature signature, @Nullable GuardedBreaker breaker) {
		return new Endpoint((signature != null) ? signature.sign(request) : request, signature, breaker);
	}

	/** The same request for another host. A {@code Host} was meant for the first one. */
	static ClientRequest redirect(ClientRequest request, String host) {
		return ClientRequest.from(request)
			.url(redirect(request.url(), host))
			.headers((headers) -> headers.remove(HttpHeaders.HOST))
			.build();
	}

	private static URI redirect(URI url, String host) {
		StringBuilder other = new StringBuilder(url.getScheme()).append("://").append(host).append(url.getRawPath());
		if (url.getRawQuery() != null) {
			other.append('?').append(url.getRawQuery());
		}
		return URI.create(other.toString());
	}

	/** The same with the breaker that there is now. */
	Endpoint with(@Nullable GuardedBreaker breaker) {
		return (breaker == this.breaker) ? this : new Endpoint(this.request, this.signature, breaker);
	}

	/** Whether the breaker is open. It may let an attempt go for all that, to probe. */
	boolean isOpen() {
		return this.breaker != null && this.breaker.isOpen();
	}

	/** Ask the breaker for the permission of one attempt. */
	boolean permits() {
		return this.breaker == null || this.breaker.permits();
	}

	/** The permission that was given; to be given back. */
	@Nullable BreakerPermit permit() {
		return (this.breaker != null) ? new BreakerPermit(this.breaker) : null;
	}

}
