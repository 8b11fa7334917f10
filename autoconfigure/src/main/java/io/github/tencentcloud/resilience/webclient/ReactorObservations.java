package io.github.tencentcloud.resilience.webclient;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.telemetry.AttemptObservation;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.CallObservations;

/**
 * How observations travel through a {@code WebClient}: from one to the next in Reactor's
 * context, and to the server in the headers of the request.
 */
final class ReactorObservations {

	private ReactorObservations() {
	}

	/**
	 * Start to observe a call. A WebClient that observes nothing hides the observation
	 * around it.
	 */
	static CallObservation start(CallObservations observations, TencentCloudCall call, ContextView context) {
		Observation around = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (around == null || around.isNoop()) {
			return observations.start(call, null, false);
		}
		return observations.start(call, around, around.getContext() instanceof ClientRequestObservationContext);
	}

	/** The request of an attempt, with the headers of the trace if there are any. */
	static ClientRequest traced(ClientRequest request, AttemptObservation observation) {
		Map<String, String> trace = observation.headers();
		return trace.isEmpty() ? request
				: ClientRequest.from(request).headers((headers) -> trace.forEach(headers::set)).build();
	}

	/** Run an attempt with its observation as the parent of what happens inside. */
	static <T> Mono<T> around(Mono<T> attempt, AttemptObservation observation) {
		@Nullable Observation parent = observation.observation();
		return (parent != null)
				? attempt.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent)) : attempt;
	}

}
