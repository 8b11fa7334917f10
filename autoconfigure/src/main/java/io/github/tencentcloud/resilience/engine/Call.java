package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.NoRetryReason;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.admission.AdmissionControl;
import io.github.tencentcloud.resilience.admission.BreakerPermit;
import io.github.tencentcloud.resilience.admission.GateRefusal;
import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.policy.RetryPlan;
import io.github.tencentcloud.resilience.policy.RetryStep;
import io.github.tencentcloud.resilience.telemetry.FaultLog;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * One call as a value that says what to do next: wait for its turn, send, wait before a
 * retry, and finally what the caller gets. Its driver waits, sends and reads; the call
 * itself does no I/O, and owns no thread and no timer.
 *
 * <p>
 * Steps are requested one after another, by whichever thread continues the call.
 * {@link #cancelled()} may be called at any time and on any thread. Whatever is granted
 * after that is given back: every resource is first published, and only then comes the
 * check whether the caller has gone.
 */
public final class Call {

	private final WaitingCalls waiting;

	private final FaultLog faults;

	private final Time time;

	private final CallOptions options;

	private final CallLog log;

	private final RetrySafety safety;

	private final Endpoints endpoints;

	private final RetryPlan plan;

	private final CallAdmission admission;

	private final BodyJudgeFactory judges;

	/** What the request brings, if it is not signed here. */
	private final @Nullable CallerSignature signature;

	private final long deadline;

	private volatile boolean gone;

	/** The attempt under way, or the last one. */
	private volatile @Nullable Attempt attempt;

	/** What the call is waiting for. */
	private volatile @Nullable CompletableFuture<?> wait;

	/** Continues when the wait is over. */
	private Supplier<Step> then = this::begin;

	/** The last answer that said something, in case a later one does not. */
	private @Nullable ResolvedAnswer last;

	/** The caller has been given a response, so nothing more is sent. */
	private boolean delivered;

	Call(CallOptions options, CallLog log, RetrySafety safety, Endpoints endpoints, AdmissionControl admissions,
			BodyJudgeFactory judges, @Nullable CallerSignature signature, WaitingCalls waiting, FaultLog faults,
			Time time) {
		this.waiting = waiting;
		this.faults = faults;
		this.time = time;
		this.options = options;
		this.log = log;
		this.safety = safety;
		this.endpoints = endpoints;
		this.judges = judges;
		this.signature = signature;
		this.deadline = log.start() + options.callTimeout().toNanos();
		this.plan = new RetryPlan(options.maxAttempts(), this.deadline, options.retries());
		this.admission = new CallAdmission(admissions, log.call(), log, this.deadline);
	}

	/**
	 * The time that it runs by, and that whoever drives it waits by.
	 * @return the time
	 */
	public Time time() {
		return this.time;
	}

	/**
	 * To be asked first, and after each wait.
	 * @return what to do next
	 */
	public Step next() {
		CompletableFuture<?> wait = this.wait;
		if (wait != null) {
			this.wait = null;
			this.waiting.over(wait);
		}
		try {
			return this.gone ? left() : this.then.get();
		}
		catch (RuntimeException | LinkageError ex) {
			return faulty(ex);
		}
	}

	/** What this library fails to start is not sent, and holds nothing. */
	private Step faulty(Throwable thrown) {
		LibraryFault told = this.faults.log(thrown);
		ResolvedAnswer fault = this.log.resolve(Answer.fault(told, told));
		Attempt attempt = this.attempt;
		if (attempt != null) {
			attempt.end(fault.answer());
		}
		return refuse(exception(fault), fault.answer(), NoRetryReason.NOT_WANTED);
	}

	/**
	 * The answer to an attempt is known, or the error in its place. Once the caller has
	 * been given a response, this is about its body, and nothing more is sent.
	 * @param attempt the attempt
	 * @param answer its result
	 * @return what to do next
	 */
	public Step ended(Attempt attempt, Answer answer) {
		return guarded(attempt, answer, () -> this.delivered ? bodyEnded(attempt, answer) : conclude(attempt, answer));
	}

	/**
	 * The answer to an attempt is a success as far as we know. The caller gets the
	 * response now, and {@link #ended} follows when its body ends.
	 * @param attempt the attempt
	 * @param answer its result so far
	 * @return what to do next
	 */
	public Step released(Attempt attempt, Answer answer) {
		return guarded(attempt, answer, () -> {
			attempt.released(answer);
			return deliver(answer, null);
		});
	}

	/** What this library fails to process is passed on, and nothing is repeated. */
	private Step guarded(Attempt attempt, Answer answer, Supplier<Step> step) {
		try {
			return step.get();
		}
		catch (RuntimeException | LinkageError ex) {
			LibraryFault fault = this.faults.log(ex);
			return this.delivered ? new Step.Deliver(answer, null)
					: fail(attempt.end(answer.withFault(fault)), NoRetryReason.NOT_WANTED);
		}
	}

	/**
	 * Nobody wants the rest of an attempt.
	 * @param attempt the attempt; ignored if there has been another one since
	 */
	public void cancelled(Attempt attempt) {
		if (attempt == this.attempt) {
			cancelled();
		}
	}

	/** The caller has gone, or does not want the rest. */
	public void cancelled() {
		this.gone = true;
		CompletableFuture<?> wait = this.wait;
		if (wait != null) {
			this.waiting.over(wait);
			wait.cancel(false);
		}
		leave();
		this.log.cancelled();
	}

	/**
	 * The thread of a caller that waits, or has an attempt sent, has been interrupted.
	 * @param error by what that shows
	 * @return the same, with the history of the call; the last real error is suppressed
	 */
	public Throwable interrupted(Throwable error) {
		cancelled();
		Throwable told = exception(this.log.resolve(Answer.error(ClientErrors.CANCELLED, error)));
		if (this.last != null) {
			told.addSuppressed(exception(this.last));
		}
		return told;
	}

	/**
	 * Whether it may be repeated; the writer of the request reports its token.
	 * @return what is known of it
	 */
	public RetrySafety safety() {
		return this.safety;
	}

	private long now() {
		return this.time.nanos();
	}

	/**
	 * Whether nobody wants the rest.
	 * @return {@code true} if the caller has gone
	 */
	public boolean isGone() {
		return this.gone;
	}

	private void leave() {
		Attempt attempt = this.attempt;
		if (attempt != null) {
			attempt.end(Answer.cancelled());
		}
		this.admission.cancelled();
	}

	private Step left() {
		leave();
		return new Step.Fail(new CancellationException("The caller has gone"));
	}

	private Step begin() {
		if (isLate()) {
			return tooLate();
		}
		if (this.endpoints.allRefuse()) {
			return breakerOpen();
		}
		CompletableFuture<?> turn = this.admission.turn(this.last);
		return (turn != null) ? await(turn, Long.MAX_VALUE, true, () -> turnCame(turn)) : send();
	}

	private Step turnCame(CompletableFuture<?> turn) {
		Throwable error = error(turn);
		if (isStopped(turn)) {
			return stopped();
		}
		if (error instanceof BulkheadFullException) {
			return refuse(error, Answer.error(ClientErrors.BULKHEAD_FULL, error), NoRetryReason.THROTTLED);
		}
		if (error instanceof GateRefusal refusal) {
			return refuse(ClientErrors.THROTTLED, refusal, NoRetryReason.THROTTLED);
		}
		return isLate() ? tooLate() : send();
	}

	private boolean isLate() {
		return now() - this.deadline >= 0;
	}

	/** The engine may have been started again since it ended the wait. */
	private boolean isStopped(CompletableFuture<?> wait) {
		return wait.isCancelled() || !this.waiting.isOpen();
	}

	private static @Nullable Throwable error(CompletableFuture<?> done) {
		try {
			done.getNow(null);
			return null;
		}
		catch (CompletionException ex) {
			return ex.getCause();
		}
		catch (CancellationException ex) {
			return ex;
		}
	}

	private Step send() {
		ResolvedAnswer last = this.last;
		NoRetryReason objection = (last != null) ? objection(Duration.ZERO) : null;
		if (last != null && objection != null) {
			return tooOld(last, objection);
		}
		Endpoint endpoint = this.endpoints.next();
		if (endpoint == null) {
			return breakerOpen();
		}
		Attempt attempt = begin(endpoint);
		this.attempt = attempt;
		return this.gone ? left() : new Step.Send(attempt);
	}

	/** What does not begin gives back what its breaker has granted. */
	private Attempt begin(Endpoint endpoint) {
		try {
			return new Attempt(this.log, this.options, endpoint, this.deadline, this.admission, this.judges,
					this.faults, this.time);
		}
		catch (RuntimeException | Error ex) {
			BreakerPermit permit = endpoint.permit();
			if (permit != null) {
				permit.release();
			}
			throw ex;
		}
	}

	private Step await(CompletableFuture<?> until, long nanos, boolean repeating, Supplier<Step> then) {
		this.then = then;
		this.wait = until;
		this.waiting.begun(until);
		if (this.gone) {
			until.cancel(false);
			this.waiting.over(until);
		}
		return new Step.Wait(until, nanos, repeating);
	}

	private Step conclude(Attempt attempt, Answer answer) {
		ResolvedAnswer resolved = attempt.end(answer);
		if (resolved.answer().isOk()) {
			this.log.succeeded();
			return deliver(answer, null);
		}
		BeforeRetry remedy = remedy(attempt, resolved);
		RetryStep step = next(resolved, remedy);
		if (step instanceof RetryStep.Stop stop) {
			return fail(resolved, why(stop.reason(), resolved));
		}
		Duration delay = ((RetryStep.Retry) step).delay();
		return (remedy != BeforeRetry.NONE) ? correct(remedy, attempt, resolved, delay) : repeat(resolved, delay);
	}

	private BeforeRetry remedy(Attempt attempt, ResolvedAnswer resolved) {
		CallSignature signature = attempt.endpoint().signature();
		return (signature != null) ? signature.remedy(resolved.code(), resolved.resolution().policy())
				: BeforeRetry.NONE;
	}

	private RetryStep next(ResolvedAnswer resolved, BeforeRetry remedy) {
		if (resolved.answer().isPartlyDone()) {
			return new RetryStep.Stop(NoRetryReason.NOT_WANTED);
		}
		boolean repeatable = resolved.answer().neverSent() || this.safety.isRepeatable();
		RetryStep step = (remedy != BeforeRetry.NONE) ? this.plan.nextAfterCorrection(now())
				: this.plan.next(resolved.resolution().policy(), repeatable, now());
		if (step instanceof RetryStep.Retry retry) {
			NoRetryReason objection = this.waiting.isOpen() ? objection(retry.delay()) : NoRetryReason.SHUTDOWN;
			if (objection != null) {
				return new RetryStep.Stop(objection);
			}
		}
		return (remedy != BeforeRetry.NONE) ? step : this.admission.affordable(step, resolved.resolution().policy());
	}

	/** Why the request must not go out again so much later. */
	private @Nullable NoRetryReason objection(Duration delay) {
		return (this.signature != null) ? this.signature.objection(this.time.instant().plus(delay)) : null;
	}

	private Step repeat(ResolvedAnswer resolved, Duration delay) {
		this.last = resolved;
		this.endpoints.ended(resolved.isUnhealthy());
		this.log.waiting(resolved, delay);
		CompletableFuture<?> backoff = new CompletableFuture<>();
		return await(backoff, delay.toNanos(), true, () -> isStopped(backoff) ? stopped() : begin());
	}

	private Step correct(BeforeRetry remedy, Attempt attempt, ResolvedAnswer resolved, Duration delay) {
		CallSignature signature = attempt.endpoint().signature();
		CompletableFuture<Boolean> corrected = (signature != null) ? signature.correct(remedy, attempt.date())
				: CompletableFuture.completedFuture(false);
		return await(corrected, Math.max(this.deadline - now(), 1), false, () -> {
			Throwable error = error(corrected);
			if (error != null && !(error instanceof CancellationException)) {
				this.faults.log(error);
			}
			if (error == null && Boolean.TRUE.equals(corrected.getNow(false))) {
				return repeat(resolved, delay);
			}
			NoRetryReason why = isStopped(corrected) ? NoRetryReason.SHUTDOWN : NoRetryReason.NOT_CORRECTED;
			corrected.cancel(false);
			return fail(resolved, why);
		});
	}

	private Step deliver(Answer answer, @Nullable TencentCloudFailure failure) {
		this.delivered = true;
		return new Step.Deliver(answer, failure);
	}

	/** A fault of ours takes nothing away from a reader who has had the whole body. */
	private Step bodyEnded(Attempt attempt, Answer answer) {
		ResolvedAnswer resolved = attempt.end(answer);
		if (resolved.answer().isOk()) {
			this.log.succeeded();
			return new Step.Deliver(answer, null);
		}
		this.log.failed(resolved, NoRetryReason.ANSWER_BEGUN);
		return resolved.answer().response() ? new Step.Deliver(answer, null) : new Step.Fail(exception(resolved));
	}

	private Step fail(ResolvedAnswer resolved, NoRetryReason why) {
		Answer answer = resolved.answer();
		ResolvedAnswer told = (answer.saysNothing() && this.last != null) ? this.last : resolved;
		this.log.failed(told, why);
		TencentCloudFailure failure = this.log.failure(resolved);
		if (answer.response()) {
			return deliver(answer, failure);
		}
		Throwable error = CallExceptions.ofCall(answer, failure);
		return new Step.Fail((told != resolved) ? lastError(error) : error);
	}

	/** What can no longer be answered in time is not sent. */
	private Step tooLate() {
		long limit = this.options.callTimeout().toMillis();
		return refuse(ClientErrors.CALL_TIMEOUT, new TimeoutException("Its time, " + limit
				+ " ms, was over before it could be sent (tencentcloud.resilience.timeout.call, or the deadline "
				+ "of the request)"), NoRetryReason.DEADLINE);
	}

	/** It had to wait for its turn for too long. */
	private Step tooOld(ResolvedAnswer last, NoRetryReason why) {
		this.admission.notSent();
		this.log.failed(last, why);
		return new Step.Fail(exception(last));
	}

	private Step breakerOpen() {
		Throwable refusal = this.endpoints.refusal();
		return refuse(refusal, Answer.error(ClientErrors.CIRCUIT_BREAKER_OPEN, refusal), NoRetryReason.BREAKER);
	}

	private Step stopped() {
		return refuse(ClientErrors.THROTTLED, new ShutdownRefusal(), NoRetryReason.SHUTDOWN);
	}

	/** Nothing is sent, and the caller gets the exception of that code. */
	private Step refuse(String code, Exception refusal, NoRetryReason why) {
		Answer answer = Answer.error(code, refusal);
		return refuse(exception(this.log.resolve(answer)), answer, why);
	}

	/** Nothing is sent, now or later. */
	private Step refuse(Throwable refusal, Answer answer, NoRetryReason why) {
		this.admission.notSent();
		ResolvedAnswer last = this.last;
		if (last == null) {
			this.log.rejected(answer.code(), answer.message());
		}
		else {
			this.log.failed(last, why);
		}
		return new Step.Fail(lastError(refusal));
	}

	/**
	 * The error of the last real answer, if there was one; the later error is added to it
	 * as suppressed.
	 */
	private Throwable lastError(Throwable error) {
		ResolvedAnswer last = this.last;
		if (last == null) {
			return error;
		}
		Throwable real = exception(last);
		real.addSuppressed(error);
		return real;
	}

	private Throwable exception(ResolvedAnswer resolved) {
		return CallExceptions.ofCall(resolved.answer(), this.log.failure(resolved));
	}

	/** What has to be corrected first is not simply retried, whoever signs. */
	private static NoRetryReason why(NoRetryReason reason, ResolvedAnswer resolved) {
		boolean unwanted = reason == NoRetryReason.NOT_WANTED;
		if ((unwanted || reason == NoRetryReason.RETRIES_USED_UP)
				&& resolved.resolution().policy().beforeRetry() != BeforeRetry.NONE) {
			return NoRetryReason.NOT_CORRECTED;
		}
		return (unwanted && resolved.answer().isPartlyDone()) ? NoRetryReason.PARTLY_DONE : reason;
	}

}
