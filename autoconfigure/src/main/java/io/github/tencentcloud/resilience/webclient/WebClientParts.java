package io.github.tencentcloud.resilience.webclient;

/**
 * What all calls over {@code WebClient} need.
 *
 * @param connectors warns of HTTP clients that send a request again by themselves
 * @param timers end attempts that take too long
 * @param callers takes down what callers' threads are about
 */
record WebClientParts(ResendingConnectors connectors, AttemptTimers timers, CallerContextFactory callers) {

	WebClientParts() {
		this(new ResendingConnectors(), new AttemptTimers(), new CallerContextFactory());
	}

}
