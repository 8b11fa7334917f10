package io.github.tencentcloud.resilience.engine;

import java.util.function.Function;

import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.PolicyResolver;

/**
 * All settings of a call. It reads them once, when it begins, and uses the same ones to
 * its end; so changing any of them means creating a new value of all of them
 * ({@link CurrentSettings#swap}).
 *
 * <p>
 * Whatever is derived from settings and cached is cached inside these parts, so it does
 * not outlive them. State does outlive them where the new parts are built on it: circuit
 * breakers and bulkheads belong to Resilience4j's registries.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param calls the settings of each action, as configured
 * @param defaults what requests to a product get where they leave it out
 * @param policies finds the policy of a code
 * @param idempotency knows which actions only read
 * @param breakers finds the circuit breaker of a call
 * @param admissions keeps calls from doing harm
 * @param holdBack how many bytes of a body are held back until it is judged
 */
public record EngineSettings(CallSettingsSource calls, Function<String, ProductDefaults> defaults,
		PolicyResolver policies, Idempotency idempotency, CircuitBreakers breakers, AdmissionControl admissions,
		long holdBack) {

}
