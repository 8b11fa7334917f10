package io.github.tencentcloud.resilience.client;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import reactor.util.context.Context;

import io.github.tencentcloud.resilience.policy.Policy;

/**
 * The observation of one attempt.
 */
final class AttemptObservation {

	static final AttemptObservation NONE = new AttemptObservation();

	private final @Nullable CallObservations observations;

	private final @Nullable Observation observation;

	private final HttpHeaders headers;

	private AttemptObservation() {
		this.observations = null;
		this.observation = null;
		this.headers = HttpHeaders.EMPTY;
	}

	AttemptObservation(CallObservations observations, Observation observation, HttpHeaders headers) {
		this.observations = observations;
		this.observation = observation;
		this.headers = headers;
	}

	/** The request, with the headers of the trace if there are any. */
	ClientRequest traced(ClientRequest request) {
		return this.headers.isEmpty() ? request
				: ClientRequest.from(request).headers((headers) -> headers.putAll(this.headers)).build();
	}

	/**
	 * The context in which the attempt runs, so that it is the parent of what is in it.
	 */
	Context in(Context context) {
		return (this.observation != null) ? context.put(ObservationThreadLocalAccessor.KEY, this.observation) : context;
	}

	void ended(Outcome outcome, long nanos) {
		if (this.observation == null || this.observations == null) {
			return;
		}
		Answer answer = outcome.answer();
		Policy policy = answer.isOk() ? null : outcome.resolution().policy();
		try {
			((TencentCloudAttemptObservationContext) this.observation.getContext())
				.setResult(new TencentCloudAttemptResult(answer.code(), (policy != null) ? policy.name() : Policy.NONE,
						(policy != null) ? policy.decision().value() : Policy.NONE, answer.requestId(), answer.status(),
						nanos));
			ObservedError.stop(this.observation, answer.isOk() ? null : outcome);
		}
		catch (RuntimeException ex) {
			this.observations.failed(ex);
		}
	}

}
