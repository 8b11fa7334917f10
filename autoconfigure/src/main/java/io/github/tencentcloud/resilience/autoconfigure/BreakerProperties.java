package io.github.tencentcloud.resilience.autoconfigure;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.BreakerScope;

/**
 * Properties of circuit breakers, named as Resilience4j names them. Those of a product
 * override those of all products field by field, and these override the defaults.
 *
 * @param enabled Whether there are circuit breakers.
 * @param scope What calls have in common that share a circuit breaker.
 * @param failureRateThreshold Percentage of failures from which a circuit breaker opens.
 * @param slowCallRateThreshold Percentage of slow attempts from which a circuit breaker
 * opens.
 * @param slowCallDurationThreshold Duration from which an attempt is slow.
 * @param slidingWindowType Whether the window counts attempts or seconds.
 * @param slidingWindowSize Size of the window, in attempts or seconds.
 * @param minimumNumberOfCalls Least number of attempts in the window before a rate is
 * computed.
 * @param waitDurationInOpenState How long a circuit breaker stays open.
 * @param permittedNumberOfCallsInHalfOpenState Number of attempts that decide whether an
 * open circuit breaker closes again.
 * @param maxWaitDurationInHalfOpenState Longest wait for those attempts, after which the
 * circuit breaker opens again.
 * @param automaticTransitionFromOpenToHalfOpenEnabled Whether a circuit breaker becomes
 * half-open by itself, and not only at the next call.
 */
record BreakerProperties(@Nullable Boolean enabled, @Nullable Set<BreakerScope> scope,
		@Nullable Float failureRateThreshold, @Nullable Float slowCallRateThreshold,
		@Nullable Duration slowCallDurationThreshold, @Nullable SlidingWindowType slidingWindowType,
		@Nullable Integer slidingWindowSize, @Nullable Integer minimumNumberOfCalls,
		@Nullable Duration waitDurationInOpenState, @Nullable Integer permittedNumberOfCallsInHalfOpenState,
		@Nullable Duration maxWaitDurationInHalfOpenState,
		@Nullable Boolean automaticTransitionFromOpenToHalfOpenEnabled) {

	/** What is in force where nothing is configured. */
	static final BreakerProperties DEFAULTS = new BreakerProperties(true,
			EnumSet.of(BreakerScope.PRODUCT, BreakerScope.REGION), 50f, 100f, Duration.ofSeconds(60),
			SlidingWindowType.TIME_BASED, 60, 20, Duration.ofSeconds(15), 5, Duration.ofSeconds(30), false);

	/** Override others with these properties, field by field. */
	BreakerProperties over(BreakerProperties base) {
		return new BreakerProperties(or(this.enabled, base.enabled), or(this.scope, base.scope),
				or(this.failureRateThreshold, base.failureRateThreshold),
				or(this.slowCallRateThreshold, base.slowCallRateThreshold),
				or(this.slowCallDurationThreshold, base.slowCallDurationThreshold),
				or(this.slidingWindowType, base.slidingWindowType), or(this.slidingWindowSize, base.slidingWindowSize),
				or(this.minimumNumberOfCalls, base.minimumNumberOfCalls),
				or(this.waitDurationInOpenState, base.waitDurationInOpenState),
				or(this.permittedNumberOfCallsInHalfOpenState, base.permittedNumberOfCallsInHalfOpenState),
				or(this.maxWaitDurationInHalfOpenState, base.maxWaitDurationInHalfOpenState),
				or(this.automaticTransitionFromOpenToHalfOpenEnabled,
						base.automaticTransitionFromOpenToHalfOpenEnabled));
	}

	/** The same, with a separate circuit breaker for each host. */
	BreakerProperties byHost() {
		Set<BreakerScope> byHost = EnumSet.of(BreakerScope.HOST);
		byHost.addAll((this.scope != null) ? this.scope : Set.of());
		return new BreakerProperties(null, byHost, null, null, null, null, null, null, null, null, null, null)
			.over(this);
	}

	private static <T> @Nullable T or(@Nullable T value, @Nullable T fallback) {
		return (value != null) ? value : fallback;
	}

}
