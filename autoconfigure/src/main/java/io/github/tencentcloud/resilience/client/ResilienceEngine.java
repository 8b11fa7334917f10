package io.github.tencentcloud.resilience.client;

import io.github.tencentcloud.resilience.metrics.CallMeters;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.throttle.Throttling;

/**
 * What every call works with.
 *
 * @param settings the settings of each action
 * @param policies finds the policy of a code
 * @param idempotency knows which actions only read
 * @param breakers finds the circuit breaker of a call
 * @param meters measures
 * @param throttling keeps calls from doing harm
 * @param holdBack how many bytes of a body are held back until it is judged
 * @param connectors warns of HTTP clients that send a request again by themselves
 */
record ResilienceEngine(CallSettingsSource settings, PolicyResolver policies, Idempotency idempotency,
		CircuitBreakers breakers, CallMeters meters, Throttling throttling, long holdBack,
		ResendingConnectors connectors) {

}
