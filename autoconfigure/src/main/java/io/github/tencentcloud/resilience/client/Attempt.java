package io.github.tencentcloud.resilience.client;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.metrics.RetryResult;
import io.github.tencentcloud.resilience.policy.ClientErrors;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * One attempt: the exchange within its limit, the verdict on its body, and its end, which
 * is recorded exactly once, be it an answer, an error, the end of a long body or a
 * cancellation.
 */
final class Attempt {

	private final CallLog log;

	private final CallOptions options;

	private final @Nullable BreakerPermit permit;

	private final long start = CallLog.now();

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile @Nullable HeldBody held;

	private volatile boolean bodyRead;

	Attempt(CallLog log, CallOptions options, @Nullable BreakerPermit permit) {
		this.log = log;
		this.options = options;
		this.permit = permit;
	}

	/** The exchange, with its limit over headers and body. An error is an answer too. */
	Mono<Answer> exchange(ClientRequest request, ExchangeFunction next, long holdBack, long deadline) {
		long remaining = Math.max(deadline - this.start, 1);
		boolean callLimit = remaining < this.options.attemptTimeout().toNanos();
		Duration limit = callLimit ? Duration.ofNanos(remaining) : this.options.attemptTimeout();
		AnswerReader reader = new AnswerReader(holdBack, this.options.unwrap(), (held) -> this.held = held,
				this::lateError);
		return Mono.defer(() -> next.exchange(request))
			.flatMap(reader::read)
			.timeout(limit, Mono.fromSupplier(() -> callLimit ? callTimedOut() : timedOut(request)))
			.onErrorResume((error) -> Mono.just(broken(request, error)))
			.map((answer) -> answer.open() ? tracked(answer, request) : answer)
			.switchIfEmpty(Mono.fromRunnable(this::release));
	}

	/** Record the end of this attempt, unless it has ended before. */
	Outcome end(Answer answer) {
		long nanos = CallLog.now() - this.start;
		Outcome outcome = this.log.outcome(answer);
		if (!this.ended.compareAndSet(false, true)) {
			return outcome;
		}
		this.log.attemptEnded(outcome, nanos);
		if (this.permit == null) {
			return outcome;
		}
		if (answer.isOk()) {
			this.permit.succeeded(nanos);
		}
		else if (answer.ownFault()) {
			this.permit.release();
		}
		else {
			this.permit.failed(outcome.resolution().policy().decision(),
					CallErrors.exception(answer, this.log.failure(outcome)), nanos);
		}
		return outcome;
	}

	/** The caller has gone. A body that somebody reads is left to its reader. */
	void cancel() {
		letGo();
		if (!this.bodyRead) {
			end(Answer.cancelled());
			this.log.cancelled();
		}
	}

	private void letGo() {
		HeldBody held = this.held;
		if (held != null) {
			held.abandon();
		}
	}

	private void release() {
		if (this.ended.compareAndSet(false, true) && this.permit != null) {
			this.permit.release();
		}
	}

	private Answer broken(ClientRequest request, Throwable error) {
		letGo();
		String code = TransportErrors.code(error);
		boolean wrap = !(error instanceof WebClientException) && !code.equals(ClientErrors.REQUEST);
		return Answer.error(code, wrap
				? new WebClientRequestException(error, request.method(), request.url(), request.headers()) : error);
	}

	private Answer timedOut(ClientRequest request) {
		letGo();
		return Answer.error(TransportErrors.READ_TIMEOUT, silent(request));
	}

	private Answer callTimedOut() {
		letGo();
		return Answer.error(ClientErrors.CALL_TIMEOUT, new TimeoutException("No answer within "
				+ this.options.callTimeout().toMillis() + " ms (tencentcloud.resilience.timeout.call)"));
	}

	/** A time-out of ours looks like any other one of a transport. */
	private WebClientRequestException silent(ClientRequest request) {
		return new WebClientRequestException(
				new TimeoutException("No complete answer within " + this.options.attemptTimeout().toMillis()
						+ " ms (tencentcloud.resilience.timeout.attempt)"),
				request.method(), request.url(), request.headers());
	}

	/** A body still to come ends the attempt, and the call, when it ends. */
	private Answer tracked(Answer answer, ClientRequest request) {
		ClientResponse response = answer.requiredResponse();
		return answer.withResponse(response.mutate().body((body) -> Flux.defer(() -> {
			this.bodyRead = true;
			Flux<DataBuffer> watched = (this.held != null)
					? SilenceWatch.over(body, this.options.attemptTimeout(), () -> silent(request)) : body;
			return watched.onErrorMap(this::bodyFailed).doOnComplete(() -> {
				end(answer);
				this.log.succeeded();
			}).doOnCancel(() -> {
				end(Answer.cancelled());
				this.log.cancelled();
			});
		})).build());
	}

	private @Nullable Throwable lateError(EnvelopeVerdict verdict) {
		return (verdict instanceof EnvelopeVerdict.Success) ? null
				: failed(Answer.failed(verdict, HttpStatus.OK, null, null));
	}

	private Throwable bodyFailed(Throwable error) {
		return this.ended.get() ? error : failed(Answer.error(TransportErrors.code(error), error));
	}

	private Throwable failed(Answer answer) {
		Outcome outcome = end(answer);
		this.log.failed(outcome, RetryResult.EXHAUSTED);
		return CallErrors.exception(answer, this.log.failure(outcome));
	}

}
