package io.github.tencentcloud.resilience.engine;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.CallObservations;

/**
 * What to do with a request that is meant for Tencent Cloud: guard its call, only observe
 * it, or let it pass. The request may be sent more than once, each time as a call of its
 * own, with the settings that were in force when the plan was made.
 */
public final class Plan {

	private final Engine engine;

	/** As they were when the plan was made. */
	private final EngineSettings settings;

	private final PreparedCall prepared;

	private final RequestHead request;

	private final CallSettings ofCall;

	private final boolean guarded;

	Plan(Engine engine, EngineSettings settings, PreparedCall prepared, RequestHead request, CallSettings ofCall) {
		this.engine = engine;
		this.settings = settings;
		this.prepared = prepared;
		this.request = request;
		this.ofCall = ofCall;
		this.guarded = ofCall.mode() == Mode.ENFORCE || CallOptions.isJudgedAnyway(request.attributes(), ofCall);
	}

	/**
	 * The call with what the request leaves out.
	 * @return the call
	 */
	public PreparedCall prepared() {
		return this.prepared;
	}

	/**
	 * Whether there is a call to drive: begin it with {@link #guard}.
	 * @return {@code true} if a call is to be driven
	 */
	public boolean isGuarded() {
		return this.guarded;
	}

	/**
	 * Whether the call is only observed: begin it with {@link #observe}.
	 * @return {@code true} if its answer is only observed
	 */
	public boolean isObserved() {
		return !this.guarded && this.ofCall.mode() == Mode.OBSERVE;
	}

	/**
	 * The observations of the call, for traces.
	 * @return the observations
	 */
	public CallObservations observations() {
		return this.engine.observations(this.ofCall.mode());
	}

	/**
	 * Begin a call.
	 * @param observation the observation that stands for it
	 * @param deadline an {@code Instant} by which, or a {@code Duration} within which,
	 * the caller wants it to be over; anything else is ignored
	 * @return the call
	 */
	public Call guard(CallObservation observation, @Nullable Object deadline) {
		return guard(observation, deadline, ClientNeeds.NONE);
	}

	/**
	 * Begin a call of a client that has needs of its own.
	 * @param observation the observation that stands for it
	 * @param deadline an {@code Instant} by which, or a {@code Duration} within which,
	 * the caller wants it to be over; anything else is ignored
	 * @param needs what is different about it
	 * @return the call
	 */
	public Call guard(CallObservation observation, @Nullable Object deadline, ClientNeeds needs) {
		return this.engine.guard(this.settings, this.prepared, this.request, this.ofCall, observation, deadline, needs);
	}

	/**
	 * Begin a call whose answer is only observed.
	 * @param observation the observation that stands for it
	 * @return the call
	 */
	public ObservedCall observe(CallObservation observation) {
		return this.engine.observe(this.settings, this.prepared.call(), this.ofCall, observation);
	}

}
