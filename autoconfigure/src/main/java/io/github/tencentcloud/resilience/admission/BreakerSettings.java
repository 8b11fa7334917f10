package io.github.tencentcloud.resilience.admission;

import java.util.Set;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;

/**
 * The settings of the circuit breakers of a product.
 *
 * @param enabled whether there are any
 * @param scope what calls that share a breaker have in common, in the order of the enum
 * @param config the configuration of each
 */
public record BreakerSettings(boolean enabled, Set<BreakerScope> scope, CircuitBreakerConfig config) {

}
