package io.github.tencentcloud.resilience.webclient;

/**
 * What all calls over {@code WebClient} share.
 *
 * @param connectors knows the HTTP clients that resend a request on their own
 * @param callers captures the context of callers' threads
 */
record WebClientParts(ResendingConnectors connectors, CallerContextFactory callers) {

	WebClientParts() {
		this(new ResendingConnectors(), new CallerContextFactory());
	}

}
