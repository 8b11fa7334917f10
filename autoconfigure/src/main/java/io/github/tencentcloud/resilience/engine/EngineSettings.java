package io.github.tencentcloud.resilience.engine;

import java.util.function.Function;

import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.PolicyResolver;

/**
 * All settings that a call goes by. It reads them once, when it begins, and goes by the
 * same ones to its end; so whoever changes any of them makes a new value of all of them
 * ({@link CurrentSettings#swap}).
 *
 * <p>
 * What is worked out from settings and remembered is remembered inside these parts, so
 * nothing of it outlives them. What is no setting does outlive them where the new parts
 * are made over it: circuit breakers and bulkheads belong to Resilience4j's registries.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param calls the settings of each action, as configured
 * @param defaults what requests to a product get where they do not say it themselves
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
