package io.github.tencentcloud.resilience.test;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;

/**
 * The host that a request is meant for. It is not the one that it was sent to, if
 * {@code tencentcloud.resilience.endpoint} has diverted it.
 */
final class SignedHost {

	private SignedHost() {
	}

	static String of(LoggedRequest request) {
		String forwarded = request.getHeader("X-Forwarded-Host");
		String host = (forwarded != null) ? forwarded : request.getHeader("Host");
		return (host != null) ? host : "";
	}

}
