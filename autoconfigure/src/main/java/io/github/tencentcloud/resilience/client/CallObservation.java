package io.github.tencentcloud.resilience.client;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;

import io.github.tencentcloud.resilience.policy.ClientErrors;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.TencentCloudCall;
import io.github.tencentcloud.resilience.telemetry.CallOutcome;

/**
 * The observation that stands for one call: our own, or WebClient's, which WebClient
 * stops itself.
 */
final class CallObservation {

	static final CallObservation NONE = new CallObservation();

	private final @Nullable CallObservations observations;

	private final @Nullable TencentCloudCall call;

	private final @Nullable Observation observation;

	private final boolean own;

	private final AtomicInteger attempts = new AtomicInteger();

	private CallObservation() {
		this.observations = null;
		this.call = null;
		this.observation = null;
		this.own = false;
	}

	/**
	 * Create the observation of a call.
	 * @param observations where it comes from
	 * @param call the call
	 * @param observation what the attempts are children of, or {@code null} if that is
	 * whatever the thread is about
	 * @param own whether the observation is ours to stop
	 */
	CallObservation(CallObservations observations, TencentCloudCall call, @Nullable Observation observation,
			boolean own) {
		this.observations = observations;
		this.call = call;
		this.observation = observation;
		this.own = own;
	}

	/**
	 * Start to observe an attempt.
	 * @param request what it sends
	 * @param propagating whether it may tell the server of the trace, in its headers
	 */
	AttemptObservation attempt(ClientRequest request, boolean propagating) {
		return (this.observations != null && this.call != null) ? this.observations.attempt(this.call, this.observation,
				request, this.attempts.getAndIncrement(), propagating) : AttemptObservation.NONE;
	}

	/** The call has ended, with a failure or, if that is {@code null}, well. */
	void ended(@Nullable Outcome failure, CallOutcome how, @Nullable String requestId, long nanos) {
		if (this.observations == null || this.call == null || this.observation == null) {
			return;
		}
		try {
			String code = (failure != null) ? failure.code() : ClientErrors.OK;
			String policy = (failure != null) ? failure.policy() : Policy.NONE;
			String decision = (failure != null) ? failure.resolution().policy().decision().value() : Policy.NONE;
			this.observation.getContext()
				.put(TencentCloudCallResult.class, new TencentCloudCallResult(this.call, code, policy, decision, how,
						requestId, this.attempts.get(), nanos));
			if (this.own) {
				ObservedError.stop(this.observation, failure);
			}
		}
		catch (RuntimeException ex) {
			this.observations.failed(ex);
		}
	}

	/** Do something of which logs shall say that it belongs to this call. */
	void scoped(Runnable action) {
		if (this.observation == null || this.observations == null) {
			action.run();
			return;
		}
		try {
			this.observations.scoped(this.observation, action);
		}
		catch (RuntimeException ex) {
			this.observations.failed(ex);
		}
	}

}
