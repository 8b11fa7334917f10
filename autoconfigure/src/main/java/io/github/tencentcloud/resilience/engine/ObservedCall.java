package io.github.tencentcloud.resilience.engine;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.telemetry.AttemptObservation;
import io.github.tencentcloud.resilience.telemetry.FaultLog;

/**
 * One call in mode {@code observe}: it is sent once, unchanged, and the meters are told
 * what would have been decided. An observer must not break anything, so nothing is thrown
 * here.
 */
public final class ObservedCall {

	private final CallLog log;

	private final BodyJudgeFactory judges;

	private final FaultLog faults;

	private final Time time;

	private final long start;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile AttemptObservation observation = AttemptObservation.NONE;

	/** Where it is sent. */
	private volatile @Nullable URI uri;

	ObservedCall(CallLog log, BodyJudgeFactory judges, FaultLog faults, Time time) {
		this.log = log;
		this.judges = judges;
		this.faults = faults;
		this.time = time;
		this.start = time.nanos();
	}

	/**
	 * The one attempt begins. Its trace is not sent to the server.
	 * @param uri where it is sent
	 * @return its observation
	 */
	public AttemptObservation sent(URI uri) {
		this.uri = uri;
		AttemptObservation observation = this.log.observe(uri);
		this.observation = observation;
		return observation;
	}

	/**
	 * Create the judge of the answer.
	 * @param head what the answer says before its body
	 * @return the judge
	 */
	public BodyJudge judge(ResponseHead head) {
		return this.judges.of(head);
	}

	/**
	 * The call has ended. Only the first time counts: a body may be read twice, by the
	 * caller and by whoever releases it.
	 * @param end makes the answer; may throw
	 */
	public void ended(Supplier<Answer> end) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		try {
			URI uri = this.uri;
			Answer answer = answer(end);
			record((uri != null) ? answer.at(uri) : answer);
		}
		catch (RuntimeException | LinkageError ex) {
			this.faults.log(ex);
		}
	}

	private static Answer answer(Supplier<Answer> end) {
		try {
			return end.get();
		}
		catch (RuntimeException | LinkageError ex) {
			return Answer.fault(ex, null);
		}
	}

	private void record(Answer answer) {
		ResolvedAnswer resolved = AttemptEnd.resolve(answer, this.log, this.faults);
		long nanos = this.time.nanos() - this.start;
		this.log.attemptEnded(resolved, nanos);
		this.observation.ended(resolved, nanos);
		if (answer.isOk()) {
			this.log.succeeded();
		}
		else if (answer.isCancelled()) {
			this.log.cancelled();
		}
		else {
			this.log.failed(resolved, NoRetryReason.OBSERVED);
		}
	}

}
