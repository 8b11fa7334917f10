package io.github.tencentcloud.resilience.telemetry;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.policy.Policy;

/**
 * The observation that represents one call: our own, or that of the HTTP client, which
 * the client stops itself.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class CallObservation {

	/** Observes nothing. */
	public static final CallObservation NONE = new CallObservation();

	private final @Nullable SafeObservations observations;

	private final @Nullable TencentCloudAttemptObservationConvention attemptConvention;

	private final @Nullable TencentCloudCall call;

	private final @Nullable Observation observation;

	private final boolean own;

	/** Whether anybody listens; if not, only the result is told. */
	private final boolean listened;

	private final AtomicInteger attempts = new AtomicInteger();

	private CallObservation() {
		this.observations = null;
		this.attemptConvention = null;
		this.call = null;
		this.observation = null;
		this.own = false;
		this.listened = false;
	}

	/**
	 * Create the observation of a call.
	 * @param observations starts the observations of its attempts
	 * @param attemptConvention the convention for its attempts, or {@code null} for the
	 * default
	 * @param call the call
	 * @param observation the parent of the attempts, or {@code null} for the current one
	 * of the thread
	 * @param own whether the observation is ours to stop
	 * @param listened whether anybody listens to more than its result
	 */
	CallObservation(SafeObservations observations, @Nullable TencentCloudAttemptObservationConvention attemptConvention,
			TencentCloudCall call, @Nullable Observation observation, boolean own, boolean listened) {
		this.observations = observations;
		this.attemptConvention = attemptConvention;
		this.call = call;
		this.observation = observation;
		this.own = own;
		this.listened = listened;
	}

	/**
	 * Start to observe an attempt.
	 * @param uri where it is sent
	 * @param propagating whether the trace may be passed to the server in headers
	 * @return the observation
	 */
	public AttemptObservation attempt(URI uri, boolean propagating) {
		if (this.observations == null || this.call == null) {
			return AttemptObservation.NONE;
		}
		int before = this.attempts.getAndIncrement();
		return !this.listened ? AttemptObservation.NONE
				: AttemptObservation.start(this.observations, this.attemptConvention, this.observation,
						() -> new TencentCloudAttemptObservationContext(this.call, uri, before), propagating);
	}

	/**
	 * The call has ended.
	 * @param failure how it ended, or {@code null} for a success
	 * @param outcome how it ended
	 * @param requestId the RequestId of the last answer that had one, or {@code null}
	 * @param nanos how long it took
	 * @param why why there was no further attempt, or {@code null}
	 */
	public void ended(@Nullable ReportedAnswer failure, CallOutcome outcome, @Nullable String requestId, long nanos,
			@Nullable NoRetryReason why) {
		if (this.observations == null || this.call == null || this.observation == null) {
			return;
		}
		try {
			String code = (failure != null) ? failure.code() : ClientErrors.OK;
			String policy = (failure != null) ? failure.policy() : Policy.NONE;
			String decision = (failure != null) ? failure.decision().value() : Policy.NONE;
			this.observation.getContext()
				.put(TencentCloudCallResult.class, new TencentCloudCallResult(this.call, code, policy, decision,
						outcome, requestId, this.attempts.get(), nanos, why));
			if (this.own) {
				ObservedError.stop(this.observation, failure);
			}
		}
		catch (RuntimeException ex) {
			this.observations.failed(ex);
		}
	}

	/**
	 * Run an action that logs should attribute to this call.
	 * @param action the action
	 */
	public void scoped(Runnable action) {
		if (!this.listened || this.observation == null || this.observations == null) {
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
