package io.github.tencentcloud.resilience.admission;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.tencentcloud.resilience.Decision;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BreakerPermit}.
 */
class BreakerPermitTests {

	private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("breaker");

	private final BreakerPermit permit = new BreakerPermit(GuardedBreaker.of(this.breaker));

	@Test
	void listenersHearOfTheError() {
		IllegalStateException error = new IllegalStateException();
		Throwable[] heard = new Throwable[1];
		this.breaker.getEventPublisher().onError((event) -> heard[0] = event.getThrowable());
		this.permit.failed(Decision.CIRCUIT_BREAK, () -> error, 1);
		assertThat(heard[0]).isSameAs(error);
		assertThat(this.breaker.getMetrics().getNumberOfFailedCalls()).isOne();
	}

	/** Its stack trace costs more than anything else of a call that fails fast. */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CIRCUIT_BREAK")
	void noErrorIsMadeOfWhichNobodyHears(Decision decision) {
		this.permit.failed(decision, () -> {
			throw new AssertionError("made for nobody");
		}, 1);
		assertThat(this.breaker.getMetrics().getNumberOfFailedCalls()).isZero();
	}

}
