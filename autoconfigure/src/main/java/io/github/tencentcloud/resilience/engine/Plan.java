package io.github.tencentcloud.resilience.engine;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.CallObservations;

/**
 * What becomes of a request that is meant for Tencent Cloud: whether its call is guarded,
 * only looked at, or let pass. It may be sent more than once, as a call of its own each
 * time, by the settings that were in force when it was made.
 */
public final class Plan {

	private final Engine engine;

	/** As they were when the request was looked at. */
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
	 * What the request gets that it does not say itself.
	 * @return what it gets
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
	 * Whether somebody looks at the answer: begin it with {@link #observe}.
	 * @return {@code true} if the answer is only looked at
	 */
	public boolean isObserved() {
		return !this.guarded && this.ofCall.mode() == Mode.OBSERVE;
	}

	/**
	 * What observes it, for traces.
	 * @return the observations
	 */
	public CallObservations observations() {
		return this.engine.observations(this.ofCall.mode());
	}

	/**
	 * Begin a call.
	 * @param observation the observation that stands for it
	 * @param deadline an {@code Instant} by which, or a {@code Duration} in which the
	 * caller wants it to be over; anything else is none
	 * @return the call
	 */
	public Call guard(CallObservation observation, @Nullable Object deadline) {
		return this.engine.guard(this.settings, this.prepared, this.request, this.ofCall, observation, deadline);
	}

	/**
	 * Begin a call whose answer is only looked at.
	 * @param observation the observation that stands for it
	 * @return the call
	 */
	public ObservedCall observe(CallObservation observation) {
		return this.engine.observe(this.settings, this.prepared.call(), this.ofCall, observation);
	}

}
