package io.github.tencentcloud.resilience.client;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Warns, once, of HTTP clients that may send a request again by themselves: what is not
 * safe to repeat has to be sent with POST there. The JDK's client repeats a GET when a
 * kept connection turns out to be closed, HttpComponents on 429 and 503 too; neither can
 * be told otherwise for a single request.
 */
final class ResendingConnectors {

	private static final Logger logger = LoggerFactory.getLogger(ResendingConnectors.class);

	private final AtomicBoolean warned = new AtomicBoolean();

	/** Look at a request that is not safe to repeat, as it is written. */
	void check(ClientHttpRequest request) {
		if (!request.getMethod().equals(HttpMethod.GET)) {
			return;
		}
		String connector = request.getClass().getSimpleName();
		if ((connector.startsWith("Jdk") || connector.startsWith("HttpComponents"))
				&& this.warned.compareAndSet(false, true)) {
			logger.warn("An action that is not safe to repeat is sent with GET, and this HTTP client ({}) may send "
					+ "a GET again by itself. Send the action with POST.", connector);
		}
	}

}
