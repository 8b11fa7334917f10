package io.github.tencentcloud.resilience.telemetry;

import java.util.Map;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.policy.ClientErrors;
import io.github.tencentcloud.resilience.policy.Policy;

/**
 * The observation of one attempt.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class AttemptObservation {

	/** Observes nothing. */
	public static final AttemptObservation NONE = new AttemptObservation();

	private final @Nullable CallObservations observations;

	private final @Nullable Observation observation;

	private final Map<String, String> headers;

	private AttemptObservation() {
		this.observations = null;
		this.observation = null;
		this.headers = Map.of();
	}

	AttemptObservation(CallObservations observations, Observation observation, Map<String, String> headers) {
		this.observations = observations;
		this.observation = observation;
		this.headers = headers;
	}

	/**
	 * What the attempt tells the server of the trace.
	 * @return headers to be sent on top of those of the request, mostly none
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * The parent of all that is observed in the attempt.
	 * @return the observation, or {@code null} if nothing is observed
	 */
	public @Nullable Observation observation() {
		return this.observation;
	}

	/**
	 * The attempt has ended.
	 * @param ending what it came to
	 * @param nanos how long it took
	 */
	public void ended(Ending ending, long nanos) {
		if (this.observation == null || this.observations == null) {
			return;
		}
		boolean ok = ending.code().equals(ClientErrors.OK);
		try {
			((TencentCloudAttemptObservationContext) this.observation.getContext())
				.setResult(new TencentCloudAttemptResult(ending.code(), ok ? Policy.NONE : ending.policy(),
						ok ? Policy.NONE : ending.decision().value(), ending.requestId(), ending.status(), nanos));
			ObservedError.stop(this.observation, ok ? null : ending);
		}
		catch (RuntimeException ex) {
			this.observations.failed(ex);
		}
	}

}
