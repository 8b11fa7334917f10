package io.github.tencentcloud.resilience.client;

import java.time.Duration;

import io.github.tencentcloud.resilience.telemetry.CallMeters;
import io.github.tencentcloud.resilience.telemetry.CallObservations;
import io.github.tencentcloud.resilience.telemetry.SafeCallMeters;

/**
 * What looks on at each call.
 *
 * @param meters measures
 * @param observations observes, for traces
 * @param failures writes failed calls to the log
 */
public record CallInstruments(CallMeters meters, CallObservations observations, FailureLog failures) {

	/**
	 * Take the meters, which may throw: that is kept from the calls.
	 * @param meters measures
	 * @param observations observes, for traces
	 * @param failures writes failed calls to the log
	 */
	public CallInstruments {
		meters = SafeCallMeters.of(meters);
	}

	/**
	 * Meters, and the log at its default.
	 * @param meters measures
	 * @return the instruments
	 */
	public static CallInstruments of(CallMeters meters) {
		return new CallInstruments(meters, CallObservations.NOOP, new FailureLog(Duration.ofSeconds(10)));
	}

	/** Nobody looks on, and only an answer that cannot be judged is worth a line. */
	CallInstruments silent() {
		return new CallInstruments(CallMeters.NOOP, CallObservations.NOOP, this.failures.withoutFailures());
	}

}
