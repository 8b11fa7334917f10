package io.github.tencentcloud.resilience.webclient;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Knows the HTTP clients that may resend a request on their own. HttpComponents does so
 * on a reset, 429 and 503, but only for a request without a body, so an empty body
 * prevents it. The JDK's client repeats every GET whose connection breaks, and cannot be
 * configured for a single request, so a warning is logged once.
 */
final class ResendingConnectors {

	private static final Logger logger = LoggerFactory.getLogger(ResendingConnectors.class);

	private final AtomicBoolean warned = new AtomicBoolean();

	/** Check a request that is not safe to repeat, as it is written. */
	void check(ClientHttpRequest request) {
		if (request.getMethod().equals(HttpMethod.GET) && Redirects.isMadeBy("Jdk", request)
				&& this.warned.compareAndSet(false, true)) {
			logger.warn("An action that is not safe to repeat is sent with GET, and the JDK's HTTP client sends a GET "
					+ "again by itself when its connection breaks. Send the action with POST.");
		}
	}

	/**
	 * Whether a request without a body needs an empty one to keep it from being resent.
	 */
	boolean needsBody(ClientHttpRequest request) {
		return Redirects.isMadeBy("HttpComponents", request);
	}

}
