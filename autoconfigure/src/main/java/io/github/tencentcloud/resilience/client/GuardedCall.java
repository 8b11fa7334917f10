package io.github.tencentcloud.resilience.client;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.policy.BeforeRetry;
import io.github.tencentcloud.resilience.policy.ClientErrors;
import io.github.tencentcloud.resilience.policy.RetryPlan;
import io.github.tencentcloud.resilience.policy.RetryStep;
import io.github.tencentcloud.resilience.policy.TencentCloudCall;
import io.github.tencentcloud.resilience.throttle.TimerClock;

import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * One call in mode {@code enforce}: permission, attempt, verdict, decision, and round
 * again.
 */
final class GuardedCall {

	private final ResilienceEngine engine;

	private final TencentCloudCall call;

	private final CallOptions options;

	private final RepeatSafety safety;

	private final Endpoints endpoints;

	private final ExchangeFunction next;

	private final CallLog log;

	private final RetryPlan plan;

	private final CallThrottle throttle;

	private final long deadline;

	private final CallerContext caller;

	/** The next attempt is sent by another thread than the caller's. */
	private boolean away;

	/**
	 * The last answer from outside, for when the attempt after it has none of its own.
	 */
	private @Nullable Outcome last;

	GuardedCall(ResilienceEngine engine, CallPreparation.Prepared prepared, CallOptions options, CallLog log,
			ExchangeFunction next) {
		this.engine = engine;
		this.call = prepared.call();
		this.options = options;
		this.safety = new RepeatSafety(options.idempotent(), engine.connectors());
		this.endpoints = new Endpoints(prepared, this.safety.watch(prepared.request()), engine.breakers());
		this.next = next;
		this.log = log;
		this.deadline = this.log.start() + options.callTimeout().toNanos();
		this.plan = new RetryPlan(options.maxAttempts(), this.deadline, options.retries());
		this.throttle = new CallThrottle(engine.throttling(), this.call, this.log, this.deadline, engine.waiting());
		this.caller = engine.callers().capture();
	}

	Mono<ClientResponse> attempt() {
		if (TimerClock.now() - this.deadline >= 0) {
			return tooLate();
		}
		if (this.endpoints.allRefuse()) {
			return breakerOpen();
		}
		Mono<RuntimeException> wait = this.throttle.turn(this.last);
		if (wait == null) {
			return send();
		}
		this.away = true;
		return wait.flatMap(this::refuse).switchIfEmpty(Mono.defer(this::send));
	}

	private Mono<ClientResponse> send() {
		Endpoint endpoint = this.endpoints.next();
		if (endpoint == null) {
			return breakerOpen();
		}
		Attempt attempt = new Attempt(this.log, this.options, endpoint.request(), this.deadline, endpoint.permit(),
				this.throttle, this.engine.faults(),
				new ItemAudit(this.options.items(), this.log, this.engine.streams()));
		Mono<Answer> exchange = attempt.exchange(this.next, this.engine.timers(), this.engine.holdBack());
		return (this.away ? this.caller.around(exchange) : exchange).flatMap((answer) -> concluded(attempt, answer));
	}

	/**
	 * An answer that this library fails to work with goes on, and nothing is repeated.
	 */
	private Mono<ClientResponse> concluded(Attempt attempt, Answer answer) {
		try {
			return conclude(attempt, attempt.handedOn(answer));
		}
		catch (RuntimeException | LinkageError ex) {
			return fail(attempt.end(answer.withFault(this.engine.faults().log(ex))), NotRepeated.NOT_WANTED);
		}
	}

	private Mono<ClientResponse> conclude(Attempt attempt, Answer answer) {
		if (answer.open()) {
			return Mono.just(answer.requiredResponse());
		}
		Outcome outcome = attempt.end(answer);
		if (answer.isOk()) {
			this.log.succeeded();
			return Mono.just(answer.requiredResponse());
		}
		BeforeRetry remedy = remedy(outcome);
		boolean repeatable = answer.neverSent() || this.safety.isRepeatable();
		RetryStep step = next(outcome, remedy, repeatable);
		if (step instanceof RetryStep.Stop stop) {
			return fail(outcome, why(stop.reason(), outcome));
		}
		Mono<ClientResponse> again = repeat(outcome, ((RetryStep.Retry) step).delay());
		return (remedy != BeforeRetry.NONE) ? mend(remedy, attempt, outcome, again) : again;
	}

	private RetryStep next(Outcome outcome, BeforeRetry remedy, boolean repeatable) {
		if (outcome.answer().isPartlyDone()) {
			return new RetryStep.Stop(RetryStep.Reason.NOT_WANTED);
		}
		RetryStep step = (remedy != BeforeRetry.NONE) ? this.plan.nextOnceMended(TimerClock.now())
				: this.plan.next(outcome.resolution().policy(), repeatable, TimerClock.now());
		if (step instanceof RetryStep.Retry && !this.engine.waiting().isOpen()) {
			return new RetryStep.Stop(RetryStep.Reason.SHUTDOWN);
		}
		return (remedy != BeforeRetry.NONE) ? step : this.throttle.affordable(step, outcome.resolution().policy());
	}

	private Mono<ClientResponse> repeat(Outcome outcome, Duration delay) {
		return Mono.defer(() -> {
			this.last = outcome;
			this.away = true;
			this.endpoints.ended(outcome.isIllHealth());
			this.log.waiting(outcome, delay);
			Mono<Boolean> pause = pause(delay, outcome.answer()).doOnCancel(this.throttle::notSent).thenReturn(true);
			return this.engine.waiting()
				.orStop(pause, Mono.just(false))
				.flatMap((over) -> over ? attempt() : refuse(new ShutdownRefusal()));
		});
	}

	private BeforeRetry remedy(Outcome outcome) {
		CallSignature signature = this.endpoints.current().signature();
		return (signature != null) ? signature.remedy(outcome.code(), outcome.resolution().policy()) : BeforeRetry.NONE;
	}

	private Mono<ClientResponse> mend(BeforeRetry remedy, Attempt attempt, Outcome outcome,
			Mono<ClientResponse> again) {
		CallSignature signature = this.endpoints.current().signature();
		Mono<Boolean> mended = (signature != null)
				? signature.mend(remedy, attempt.date()).onErrorResume(this::notMended) : Mono.just(false);
		Duration left = Duration.ofNanos(Math.max(this.deadline - TimerClock.now(), 1));
		return this.engine.waiting()
			.orStop(mended.timeout(left, Mono.just(false)), Mono.just(false))
			.flatMap((success) -> success ? again
					: fail(outcome, this.engine.waiting().isOpen() ? NotRepeated.NOT_MENDED : NotRepeated.SHUTDOWN));
	}

	private Mono<Boolean> notMended(Throwable thrown) {
		this.engine.faults().log(thrown);
		return Mono.just(false);
	}

	/** What is left of the response is read meanwhile, and not a moment longer. */
	private static Mono<Void> pause(Duration delay, Answer answer) {
		Mono<Long> pause = delay.isZero() ? Mono.empty() : Mono.delay(delay);
		return Mono.when(pause, answer.discard().takeUntilOther(pause));
	}

	private Mono<ClientResponse> fail(Outcome outcome, NotRepeated why) {
		Answer answer = outcome.answer();
		Outcome told = (answer.saysNothing() && this.last != null) ? this.last : outcome;
		this.log.failed(told, why);
		TencentCloudFailure failure = this.log.failure(outcome);
		if (answer.response() != null) {
			return Mono.just(CallErrors.response(answer.response(), failure));
		}
		Throwable error = CallErrors.exception(answer, failure);
		return Mono.error((told != outcome) ? lastError(error) : error);
	}

	/** What could not be answered in time is not sent. */
	private Mono<ClientResponse> tooLate() {
		Outcome late = this.log.outcome(Answer.error(ClientErrors.CALL_TIMEOUT,
				new TimeoutException("The call's deadline passed before it could be sent")));
		return refuse(CallErrors.exception(late.answer(), this.log.failure(late)), ClientErrors.CALL_TIMEOUT,
				NotRepeated.DEADLINE);
	}

	private Mono<ClientResponse> breakerOpen() {
		return refuse(this.endpoints.refusal(), ClientErrors.CIRCUIT_BREAKER_OPEN, NotRepeated.BREAKER);
	}

	private Mono<ClientResponse> refuse(RuntimeException refusal) {
		if (refusal instanceof BulkheadFullException) {
			return refuse(refusal, ClientErrors.BULKHEAD_FULL, NotRepeated.THROTTLED);
		}
		Outcome throttled = this.log.outcome(Answer.error(ClientErrors.THROTTLED, refusal));
		return refuse(CallErrors.exception(throttled.answer(), this.log.failure(throttled)), ClientErrors.THROTTLED,
				(refusal instanceof ShutdownRefusal) ? NotRepeated.SHUTDOWN : NotRepeated.THROTTLED);
	}

	/** Nothing is sent this time, and never again. */
	private Mono<ClientResponse> refuse(Throwable refusal, String code, NotRepeated why) {
		this.throttle.notSent();
		Outcome last = this.last;
		if (last == null) {
			this.log.rejected(code);
		}
		else {
			this.log.failed(last, why);
		}
		return Mono.error(lastError(refusal));
	}

	/**
	 * The error of the last real answer, if there was one; what came after it is
	 * suppressed.
	 */
	private Throwable lastError(Throwable error) {
		Outcome last = this.last;
		if (last == null) {
			return error;
		}
		Throwable real = CallErrors.exception(last.answer(), this.log.failure(last));
		real.addSuppressed(error);
		return real;
	}

	private static NotRepeated why(RetryStep.Reason reason, Outcome outcome) {
		// What needs mending first is not simply tried again, whoever signs.
		boolean mending = outcome.resolution().policy().beforeRetry() != BeforeRetry.NONE;
		return switch (reason) {
			case NOT_WANTED -> mending ? NotRepeated.NOT_MENDED
					: outcome.answer().isPartlyDone() ? NotRepeated.PARTLY_DONE : NotRepeated.NOT_WANTED;
			case EXHAUSTED -> mending ? NotRepeated.NOT_MENDED : NotRepeated.RETRIES_USED_UP;
			case NOT_IDEMPOTENT -> NotRepeated.NOT_IDEMPOTENT;
			case MAX_ATTEMPTS -> NotRepeated.MAX_ATTEMPTS;
			case BUDGET -> NotRepeated.BUDGET;
			case OFF -> NotRepeated.OFF;
			case DEADLINE -> NotRepeated.DEADLINE;
			case SHUTDOWN -> NotRepeated.SHUTDOWN;
		};
	}

}
