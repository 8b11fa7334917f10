package io.github.tencentcloud.resilience.telemetry;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;

/**
 * Marks an observation as failed where no exception has been made. Has no stack trace,
 * since every trace would carry it.
 */
final class ObservedError extends RuntimeException {

	private ObservedError(ReportedAnswer failure) {
		super(failure.message().isEmpty() ? failure.code() : failure.code() + ": " + failure.message(), null, false,
				false);
	}

	/**
	 * A handler that throws when it is told of the error must not leave the observation
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
