package io.github.tencentcloud.resilience.engine;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;
import io.github.tencentcloud.resilience.policy.StreamFormats;
import io.github.tencentcloud.resilience.telemetry.CallInstruments;
import io.github.tencentcloud.resilience.telemetry.CallObservation;
import io.github.tencentcloud.resilience.telemetry.CallObservations;
import io.github.tencentcloud.resilience.telemetry.FaultLog;

/**
 * Guards calls to Tencent Cloud, whatever client sends them: decides what happens to each
 * request, and creates the call that says what to do next.
 *
 * <p>
 * When the application stops, calls that are waiting for their turn or for a retry end
 * with their last error. From then on calls are sent once, without waiting.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public class Engine implements SmartLifecycle, AutoCloseable {

	/**
	 * Stops after the web server, whose last requests may still need it, and before the
	 * HTTP client's resources.
	 */
	private static final int PHASE = 1024;

	private final Supplier<EngineSettings> settings;

	private final SwitchedCallSettings switched;

	private final CircuitBreakers noBreakers = CircuitBreakers.none();

	private final CallInstruments instruments;

	private final CallInstruments silent;

	private final CallPreparer preparer;

	private final boolean signing;

	private final AdmissionControl noAdmissions;

	private final Time time;

	private final StreamFormats streams = StreamFormats.load();

	private final FaultLog faults;

	private final WaitingCalls waiting = new WaitingCalls();

	private final AttemptTimer timer;

	/**
	 * Create an engine.
	 * @param hosts the addresses that are known to be those of Tencent Cloud
	 * @param settings the present settings; asked once for each call, when it begins
	 * @param switched lays over them what is switched
	 * @param instruments are told what happens
	 * @param signing signs requests, or {@code null} if somebody else does
	 * @param time the time that calls run by
	 */
	public Engine(TargetHosts hosts, Supplier<EngineSettings> settings, SwitchedCallSettings switched,
			CallInstruments instruments, @Nullable CallSigning signing, Time time) {
		this.settings = settings;
		this.switched = switched;
		this.instruments = instruments;
		this.silent = instruments.silent();
		this.preparer = new CallPreparer(signing, hosts::covers);
		this.signing = signing != null;
		this.noAdmissions = AdmissionControl.none(time);
		this.time = time;
		this.faults = new FaultLog(time);
		this.timer = new AttemptTimer(time);
		// The first use loads services from disk, which must not happen on an event loop.
		TencentCloudFailure.of(new IllegalStateException());
	}

	/**
	 * Find out what to do with a request.
	 * @param call the call that it is
	 * @param request what it says before its body
	 * @return what to do with it
	 */
	public Plan plan(TencentCloudCall call, RequestHead request) {
		EngineSettings settings = this.settings.get();
		CallSettings ofCall = this.switched.ofCall(settings.calls(), call.product(), call.action());
		ProductDefaults defaults = settings.defaults().apply(call.product());
		return new Plan(this, settings, this.preparer.prepare(call, request, defaults), request, ofCall);
	}

	/**
	 * Begin a call that is guarded, or at least judged. In any mode but {@code enforce}
	 * nothing delays or refuses it.
	 */
	Call guard(EngineSettings settings, PreparedCall prepared, RequestHead request, CallSettings ofCall,
			CallObservation observation, @Nullable Object deadline, ClientNeeds needs) {
		boolean enforced = ofCall.mode() == Mode.ENFORCE;
		CallOptions options = CallOptions.of(prepared.call(), request.attributes(), deadline, ofCall,
				settings.idempotency(), this.time);
		CallLog log = log(settings, prepared.call(), ofCall.mode(), observation);
		Endpoints endpoints = new Endpoints(prepared.keeping(needs.signature()),
				enforced ? settings.breakers() : this.noBreakers);
		AdmissionControl admissions = enforced ? settings.admissions() : this.noAdmissions;
		return new Call(options, log, new RetrySafety(options.idempotent(), request), endpoints, admissions,
				new BodyJudgeFactory(log, options.items(), this.streams, options.unwrap(), settings.holdBack(),
						needs.wholeAnswers()),
				needs.signature(), this.waiting, this.faults, this.time);
	}

	/** Begin a call that is only observed. */
	ObservedCall observe(EngineSettings settings, TencentCloudCall call, CallSettings ofCall,
			CallObservation observation) {
		CallLog log = log(settings, call, ofCall.mode(), observation);
		return new ObservedCall(log,
				new BodyJudgeFactory(log, ofCall.items(), this.streams, false, settings.holdBack()), this.faults,
				this.time);
	}

	private CallLog log(EngineSettings settings, TencentCloudCall call, Mode mode, CallObservation observation) {
		return new CallLog(call, settings.policies(), instruments(mode), observation, mode == Mode.OBSERVE, this.time);
	}

	/** Nobody hears of calls in mode {@code off}. */
	private CallInstruments instruments(Mode mode) {
		return (mode == Mode.OFF) ? this.silent : this.instruments;
	}

	/** The observations for calls of a mode. */
	CallObservations observations(Mode mode) {
		return instruments(mode).observations();
	}

	/**
	 * Whether requests are signed here.
	 * @return {@code false} if somebody else has to
	 */
	public boolean isSigning() {
		return this.signing;
	}

	/**
	 * Ends attempts that take too long, for all doors.
	 * @return the timer
	 */
	public AttemptTimer timer() {
		return this.timer;
	}

	/** Logs the faults of this library itself. */
	FaultLog faults() {
		return this.faults;
	}

	/** Ends the waits of calls when the application stops. */
	WaitingCalls waiting() {
		return this.waiting;
	}

	@Override
	public void start() {
		this.waiting.open();
	}

	@Override
	public void stop() {
		this.waiting.close();
	}

	/** What callers do next must not run on the thread that stops the application. */
	@Override
	public void stop(Runnable callback) {
		Runnable stop = () -> {
			stop();
			callback.run();
		};
		try {
			this.time.alarm(0, stop);
		}
		catch (RuntimeException ex) {
			stop.run();
		}
	}

	@Override
	public boolean isRunning() {
		return this.waiting.isOpen();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void close() {
		stop();
	}

}
