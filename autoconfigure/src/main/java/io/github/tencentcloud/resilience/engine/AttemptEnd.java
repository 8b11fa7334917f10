package io.github.tencentcloud.resilience.engine;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.BreakerPermit;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.Resolution;
import io.github.tencentcloud.resilience.telemetry.AttemptObservation;
import io.github.tencentcloud.resilience.telemetry.FaultLog;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * The end of one attempt, which comes once. Every listener hears of it, whatever the
 * others do: one that throws must not cost anybody's place in the bulkhead.
 */
final class AttemptEnd {

	/** For when not even the policies can be consulted. */
	private static final Resolution FAIL = new Resolution(ClientErrors.LIBRARY, Policy.of("fail", Decision.FAIL), null,
			Resolution.Source.DEFAULT, null);

	/** In this order. */
	private enum Listener {

		LOG, ADMISSION, OBSERVATION, BREAKER, PLACE

	}

	private static final Listener[] LISTENERS = Listener.values();

	private final CallLog log;

	private final CallAdmission admission;

	private final AttemptObservation observation;

	private final @Nullable BreakerPermit permit;

	private final FaultLog faults;

	private final Time time;

	private final long start;

	private final AtomicBoolean ended = new AtomicBoolean();

	/** The admission has known of the answer since its body began. */
	private volatile boolean begun;

	AttemptEnd(CallLog log, CallAdmission admission, AttemptObservation observation, @Nullable BreakerPermit permit,
			FaultLog faults, Time time, long start) {
		this.log = log;
		this.admission = admission;
		this.observation = observation;
		this.permit = permit;
		this.faults = faults;
		this.time = time;
		this.start = start;
	}

	/** Whether it has come. */
	boolean hasCome() {
		return this.ended.get();
	}

	/** How long a body takes says nothing about how soon the server answers. */
	void bodyBegins(Answer answer) {
		this.admission.answered(this.log.resolve(answer), this.start, false);
		this.begun = true;
	}

	/** Record it, unless it has come already. */
	ResolvedAnswer with(Answer answer) {
		long nanos = this.time.nanos() - this.start;
		ResolvedAnswer resolved = resolve(answer, this.log, this.faults);
		if (this.ended.compareAndSet(false, true)) {
			tell(0, resolved, nanos);
		}
		return resolved;
	}

	/**
	 * What an answer means. If that cannot be worked out, it is a fault of this library.
	 */
	static ResolvedAnswer resolve(Answer answer, CallLog log, FaultLog faults) {
		if (answer.error() instanceof LibraryFault fault) {
			faults.log(fault);
		}
		try {
			return log.resolve(answer);
		}
		catch (RuntimeException | LinkageError ex) {
			return new ResolvedAnswer(answer.withFault(faults.log(ex)), FAIL);
		}
	}

	/** An error of the JVM goes on, but not before the others have heard of the end. */
	private void tell(int next, ResolvedAnswer resolved, long nanos) {
		for (int i = next; i < LISTENERS.length; i++) {
			try {
				tell(LISTENERS[i], resolved, nanos);
			}
			catch (Error ex) {
				tell(i + 1, resolved, nanos);
				throw ex;
			}
		}
	}

	private void tell(Listener listener, ResolvedAnswer resolved, long nanos) {
		try {
			switch (listener) {
				case LOG -> this.log.attemptEnded(resolved, nanos);
				case ADMISSION -> this.admission.answered(resolved, this.start, this.begun);
				case OBSERVATION -> this.observation.ended(resolved, nanos);
				case BREAKER -> {
					if (this.permit != null) {
						settle(this.permit, resolved, nanos);
					}
				}
				case PLACE -> this.admission.left();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			this.faults.log(ex);
		}
	}

	private void settle(BreakerPermit permit, ResolvedAnswer resolved, long nanos) {
		Answer answer = resolved.answer();
		if (answer.isOk()) {
			permit.succeeded(nanos);
		}
		else if (answer.ownFault()) {
			permit.release();
		}
		else {
			permit.failed(resolved.resolution().policy().decision(),
					() -> CallExceptions.ofAttempt(answer, this.log.failure(resolved)), nanos);
		}
	}

}
