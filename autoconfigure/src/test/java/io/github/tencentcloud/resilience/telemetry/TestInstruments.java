package io.github.tencentcloud.resilience.telemetry;

import java.time.Duration;

import io.github.tencentcloud.resilience.Time;

/**
 * What tests have told of their calls.
 */
public final class TestInstruments {

	private TestInstruments() {
	}

	/** Meters, and the log. */
	public static CallInstruments of(CallMeters meters, Time time) {
		return new CallInstruments(meters, CallObservations.NOOP, new FailureLog(Duration.ofSeconds(10), time));
	}

}
