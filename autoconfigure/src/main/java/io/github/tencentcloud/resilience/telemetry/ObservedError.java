package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;

/**
 * Marks an observation as failed where there is no exception. It has no stack trace,
 * since every trace would include it.
 */
final class ObservedError extends RuntimeException {

	private ObservedError(ReportedAnswer failure) {
		super(failure.message().isEmpty() ? failure.code() : failure.code() + ": " + failure.message(), null, false,
				false);
	}

	/**
	 * A handler that throws on being told of the error must not leave the observation
	 * open.
	 */
	static void stop(Observation observation, @Nullable ReportedAnswer failure) {
		try {
			add(observation, failure);
		}
		finally {
			observation.stop();
		}
	}

	/** Cancelling a call is not an error. */
	private static void add(Observation observation, @Nullable ReportedAnswer failure) {
		if (failure == null || failure.code().equals(ClientErrors.CANCELLED)) {
			return;
		}
		Throwable error = failure.error();
		observation.error((error != null) ? error : new ObservedError(failure));
	}

}
