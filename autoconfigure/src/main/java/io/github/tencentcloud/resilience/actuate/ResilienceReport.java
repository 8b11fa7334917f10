package io.github.tencentcloud.resilience.actuate;

import java.time.Instant;
import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ResilienceSwitch;
import io.github.tencentcloud.resilience.admission.PaceLevel;
import io.github.tencentcloud.resilience.policy.Policy;

/**
 * What is in force in this instance.
 *
 * @param version the version of the library, or {@code null} if it is not known
 * @param mode the mode for all products; {@code switched} if retries or the mode of a
 * product are switched, {@code disabled} if nothing is guarded at all
 * @param settings since when the settings are in force, and what was refused after that
 * @param switches what is switched at the moment
 * @param products the products that are configured or have been called
 * @param circuitBreakers the circuit breakers that exist so far
 * @param retryBudgets the retry budgets that exist so far
 * @param pacing the actions whose attempts are being paced, since the server throttles
 * them
 * @param policies all policies
 */
public record ResilienceReport(@Nullable String version, String mode, SettingsHistory settings, List<Switch> switches,
		List<Product> products, List<Breaker> circuitBreakers, List<Budget> retryBudgets, List<PaceLevel> pacing,
		List<PolicyInForce> policies) {

	/**
	 * Something that is switched for some time.
	 *
	 * @param product the product, or {@code null} for all
	 * @param mode the mode in force, or {@code null} if it is about retries
	 * @param retries {@code off}, or {@code null} if it is about the mode
	 * @param since when it was switched
	 * @param until when it ends by itself
	 */
	public record Switch(@Nullable String product, @Nullable String mode, @Nullable String retries, Instant since,
			Instant until) {

		static Switch of(ResilienceSwitch entry) {
			return new Switch(entry.product(), (entry.mode() != null) ? entry.mode().value() : null,
					entry.retriesOff() ? "off" : null, entry.since(), entry.until());
		}

	}

	/**
	 * A product.
	 *
	 * @param name its name
	 * @param configured whether it has settings of its own
	 * @param called whether it has been called since the start
	 * @param mode the mode in force
	 * @param retries {@code on} or {@code off}
	 */
	public record Product(String name, boolean configured, boolean called, String mode, String retries) {

	}

	/**
	 * A circuit breaker.
	 *
	 * @param name its name
	 * @param state its state, as in Resilience4j's meters
	 * @param failureRate the percentage of failures in its window, or {@code null} while
	 * there are too few attempts
	 * @param attempts the attempts in its window
	 * @param refused the calls that it has refused since it opened
	 */
	public record Breaker(String name, String state, @Nullable Float failureRate, int attempts, long refused) {

		static Breaker of(CircuitBreaker breaker) {
			CircuitBreaker.Metrics metrics = breaker.getMetrics();
			return new Breaker(breaker.getName(), KebabCase.of(breaker.getState()),
					(metrics.getFailureRate() >= 0) ? metrics.getFailureRate() : null,
					metrics.getNumberOfBufferedCalls(), metrics.getNumberOfNotPermittedCalls());
		}

	}

	/**
	 * A retry budget.
	 *
	 * @param product the product
	 * @param tokens what is left
	 * @param capacity how many there can be
	 */
	public record Budget(String product, int tokens, int capacity) {

	}

	/**
	 * A policy with its settings.
	 *
	 * @param name its name
	 * @param decision what it decides
	 * @param maxRetries how often a call is repeated at most
	 * @param delay wait before the first repetition
	 * @param multiplier factor from one wait to the next
	 * @param jitter the most by which the first wait may be lengthened at random
	 * @param maxDelay longest wait
	 * @param onlyIdempotent whether to repeat only calls that are safe to repeat
	 * @param beforeRetry what to correct before a retry
	 * @param why what it is for
	 * @param properties the settings that come from the application
	 */
	public record PolicyInForce(String name, String decision, int maxRetries, String delay, double multiplier,
			String jitter, String maxDelay, boolean onlyIdempotent, String beforeRetry, String why,
			List<PropertyOrigin> properties) {

		static PolicyInForce of(Policy policy, ConfigurationView configuration) {
			return new PolicyInForce(policy.name(), policy.decision().value(), policy.maxRetries(),
					AttemptForecast.text(policy.delay()), policy.multiplier(), AttemptForecast.text(policy.jitter()),
					AttemptForecast.text(policy.maxDelay()), policy.onlyIdempotent(),
					KebabCase.of(policy.beforeRetry()), policy.why(), configuration.policy(policy.name()));
		}

	}

}
