package io.github.tencentcloud.resilience.client;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import reactor.core.publisher.Mono;

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

	/** The attempt, so that the observation is the parent of what is in it. */
	<T> Mono<T> around(Mono<T> attempt) {
		Observation observation = this.observation;
		return (observation != null)
				? attempt.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation))
				: attempt;
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
