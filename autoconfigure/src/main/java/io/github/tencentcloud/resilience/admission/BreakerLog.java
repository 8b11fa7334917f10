package io.github.tencentcloud.resilience.admission;

import java.util.Locale;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.github.resilience4j.core.EventConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs one line whenever a circuit breaker changes its state; only one, however often the
 * breaker was put back into its registry, since equal consumers are registered once.
 *
 * @param breaker the breaker
 */
record BreakerLog(CircuitBreaker breaker) implements EventConsumer<CircuitBreakerOnStateTransitionEvent> {

	static final String LOGGER = "io.github.tencentcloud.resilience.breakers";

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	static CircuitBreaker watch(CircuitBreaker breaker) {
		breaker.getEventPublisher().onStateTransition(new BreakerLog(breaker));
		return breaker;
	}

	@Override
	public void consumeEvent(CircuitBreakerOnStateTransitionEvent event) {
		CircuitBreaker.State from = event.getStateTransition().getFromState();
		CircuitBreaker.State to = event.getStateTransition().getToState();
		logger.atLevel(level(to))
			.addKeyValue("tencentcloud.breaker", this.breaker.getName())
			.addKeyValue("tencentcloud.breaker.from", value(from))
			.addKeyValue("tencentcloud.breaker.to", value(to))
			.log(text(to));
	}

	private static Level level(CircuitBreaker.State to) {
		return switch (to) {
			case OPEN, FORCED_OPEN -> Level.WARN;
			case HALF_OPEN -> Level.DEBUG;
			default -> Level.INFO;
		};
	}

	private String text(CircuitBreaker.State to) {
		String name = "Circuit breaker '" + this.breaker.getName() + "' ";
		CircuitBreaker.Metrics metrics = this.breaker.getMetrics();
		return switch (to) {
			case OPEN -> name + "has opened, calls are refused: " + share(metrics);
			case CLOSED -> name + "has closed, calls go through again";
			case HALF_OPEN -> name + "is half-open, a few calls go through as probes";
			default -> name + "is " + value(to);
		};
	}

	/** Resilience4j reports -1 while there are too few attempts for a rate. */
	private static String share(CircuitBreaker.Metrics metrics) {
		return String.format(Locale.ROOT, "of %d attempts %.0f %% failed and %.0f %% were slow",
				metrics.getNumberOfBufferedCalls(), Math.max(metrics.getFailureRate(), 0),
				Math.max(metrics.getSlowCallRate(), 0));
	}

	private static String value(CircuitBreaker.State state) {
		return state.name().toLowerCase(Locale.ROOT);
	}

}
