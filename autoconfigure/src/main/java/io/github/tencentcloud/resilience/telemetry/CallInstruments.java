package io.github.tencentcloud.resilience.telemetry;

/**
 * What is told of each call.
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
	 * Instruments that are told nothing, but of an answer that cannot be judged.
	 * @return the instruments
	 */
	public CallInstruments silent() {
		return new CallInstruments(CallMeters.NOOP, CallObservations.NOOP, this.failures.withoutFailures());
	}

}
