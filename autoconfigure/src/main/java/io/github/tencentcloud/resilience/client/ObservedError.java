package io.github.tencentcloud.resilience.client;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What marks an observation as failed if no exception has been made for that. Has no
 * stack trace, since every trace would carry it.
 */
final class ObservedError extends RuntimeException {

	private ObservedError(Answer answer) {
		super(answer.message().isEmpty() ? answer.code() : answer.code() + ": " + answer.message(), null, false, false);
	}

	/** A handler that throws when it hears of the error keeps no observation open. */
	static void stop(Observation observation, @Nullable Outcome failure) {
		try {
			add(observation, failure);
		}
		finally {
			observation.stop();
		}
	}

	/** Who gives up himself has met no error. */
	private static void add(Observation observation, @Nullable Outcome failure) {
		if (failure == null || failure.answer().isCancelled()) {
			return;
		}
		Throwable error = failure.answer().error();
		observation.error((error != null) ? error : new ObservedError(failure.answer()));
	}

}
