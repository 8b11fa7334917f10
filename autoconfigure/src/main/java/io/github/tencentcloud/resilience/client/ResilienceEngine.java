package io.github.tencentcloud.resilience.client;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.policy.Idempotency;
import io.github.tencentcloud.resilience.policy.PolicyResolver;
import io.github.tencentcloud.resilience.policy.StreamForms;
import io.github.tencentcloud.resilience.telemetry.CallInstruments;
import io.github.tencentcloud.resilience.telemetry.FaultLog;
import io.github.tencentcloud.resilience.throttle.Throttling;

import reactor.util.context.ContextView;

/**
 * What every call of a mode works with.
 *
 * @param mode the mode
 * @param settings the settings of each action
 * @param policies finds the policy of a code
 * @param idempotency knows which actions only read
 * @param breakers finds the circuit breaker of a call
 * @param instruments look on
 * @param throttling keeps calls from doing harm
 * @param holdBack how many bytes of a body are held back until it is judged
 * @param connectors warns of HTTP clients that send a request again by themselves
 * @param timers end attempts that take too long
 * @param faults is told of what this library gets wrong itself
 * @param callers takes down what callers' threads are about
 * @param streams knows how streams end
 * @param waiting ends the waits of calls when the application stops
 */
record ResilienceEngine(Mode mode, CallSettingsSource settings, PolicyResolver policies, Idempotency idempotency,
		CircuitBreakers breakers, CallInstruments instruments, Throttling throttling, long holdBack,
		ResendingConnectors connectors, AttemptTimers timers, FaultLog faults, CallerContexts callers,
		StreamForms streams, WaitingCalls waiting) {

	/** The books of a call that begins now. */
	CallLog log(TencentCloudCall call, ContextView context) {
		return new CallLog(call, this.policies, this.instruments,
				ReactorObservations.start(this.instruments.observations(), call, context), this.mode == Mode.OBSERVE);
	}

	/**
	 * The same for calls that are judged and no more: nothing holds them back, and none
	 * is refused.
	 * @param mode their mode; nobody hears of calls in mode {@code off}
	 */
	ResilienceEngine judging(Mode mode) {
		return new ResilienceEngine(mode, this.settings, this.policies, this.idempotency, CircuitBreakers.none(),
				(mode == Mode.OFF) ? this.instruments.silent() : this.instruments, Throttling.none(new ReactorTime()),
				this.holdBack, this.connectors, this.timers, this.faults, this.callers, this.streams, this.waiting);
	}

}
