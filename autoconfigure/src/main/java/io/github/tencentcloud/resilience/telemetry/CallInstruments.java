package io.github.tencentcloud.resilience.telemetry;

/**
 * The instruments that are told about each call.
 *
 * @param meters measures
 * @param observations observes, for traces
 * @param failures logs failed calls
 */
public record CallInstruments(CallMeters meters, CallObservations observations, FailureLog failures) {

	/**
	 * Create the instruments. Meters that throw are kept from breaking calls.
	 * @param meters measures
	 * @param observations observes, for traces
	 * @param failures logs failed calls
	 */
	public CallInstruments {
		meters = SafeCallMeters.of(meters);
	}

	/**
	 * Instruments that only hear of answers that cannot be judged.
	 * @return the instruments
	 */
	public CallInstruments silent() {
		return new CallInstruments(CallMeters.NOOP, CallObservations.NOOP, this.failures.withoutFailures());
	}

}
