package io.github.tencentcloud.resilience.client;

import java.net.ProtocolException;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import io.github.tencentcloud.resilience.policy.ClientErrors;
import io.github.tencentcloud.resilience.telemetry.AttemptObservation;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientException;

/**
 * One attempt: the exchange within its limit, the verdict on its body, and its end, be
 * that an answer, an error, the end of a long body or a cancellation.
 */
final class Attempt {

	private final CallLog log;

	private final CallOptions options;

	private final AttemptRequest request;

	private final long deadline;

	private final ItemAudit items;

	private final AttemptObservation observation;

	private final AttemptLimit limit;

	private final AttemptEnd end;

	private final FaultLog faults;

	private volatile @Nullable HeldBody held;

	/** What came, as soon as its headers are there. */
	private volatile @Nullable ClientResponse arrived;

	/** What a body that ended late came to, if it is a success. */
	private volatile @Nullable Answer late;

	private volatile boolean gone;

	private volatile boolean bodyRead;

	/** A response that is handed on with a body that nobody holds. */
	private volatile @Nullable ClientResponse response;

	Attempt(CallLog log, CallOptions options, ClientRequest request, long deadline, @Nullable BreakerPermit permit,
			CallThrottle throttle, FaultLog faults, ItemAudit items) {
		this.log = log;
		this.options = options;
		this.deadline = deadline;
		this.faults = faults;
		this.items = items;
		this.observation = log.observe(request.url());
		this.request = new AttemptRequest(ReactorObservations.traced(request, this.observation));
		this.limit = new AttemptLimit(options, request, deadline);
		this.end = new AttemptEnd(log, throttle, this.observation, permit, faults, this.limit.start());
	}

	/** The exchange, with its limit over headers and body. An error is an answer too. */
	Mono<Answer> exchange(ExchangeFunction next, AttemptTimers timers, long holdBack) {
		AnswerReader reader = new AnswerReader(holdBack, this.options.unwrap(), this.items, this::hold,
				this::lateError);
		Mono<Answer> answer = Mono.defer(() -> next.exchange(this.request)).flatMap((response) -> {
			ProtocolException wrong = TransportErrors.wrongStatus(response);
			if (wrong != null) {
				UnreadBody.close(response);
				return Mono.error(ofTransport(wrong));
			}
			Mono<Answer> read = reader.read(response);
			this.arrived = response;
			return read;
		});
		return ReactorObservations.around(new LimitedExchange(answer, this, timers, this.limit), this.observation);
	}

	/** When the server answered, by its own clock; {@code null} if it did not say. */
	@Nullable String date() {
		ClientResponse arrived = this.arrived;
		return (arrived != null) ? arrived.headers().asHttpHeaders().getFirst(HttpHeaders.DATE) : null;
	}

	/** Record the end of this attempt, unless it has ended before. */
	Outcome end(Answer answer) {
		return this.end.with(answer);
	}

	/** The caller has gone. A body that somebody reads is left to its reader. */
	void cancel() {
		letGo();
		if (!this.bodyRead || this.end.hasCome()) {
			leave();
			closeUnread();
			this.limit.abort();
		}
	}

	void leave() {
		end(Answer.cancelled());
		this.log.cancelled();
	}

	/** An answer that comes when its time was up already. */
	void discard(Answer answer) {
		this.response = answer.response();
		closeUnread();
	}

	private void closeUnread() {
		ClientResponse response = this.response;
		if (response != null && !this.bodyRead) {
			UnreadBody.close(response);
		}
	}

	/** A body may come to be held at the very moment when it is to be let go. */
	private void hold(HeldBody held) {
		this.held = held;
		if (held.isStream()) {
			this.limit.streamBegan(held);
		}
		if (this.gone) {
			held.abandon();
		}
	}

	private void letGo() {
		this.gone = true;
		HeldBody held = this.held;
		if (held != null) {
			held.abandon();
		}
	}

	/**
	 * Whatever is odd about an error, the attempt has to end.
	 * @param broken as the exchange broke
	 * @param error as it goes on
	 */
	private Answer brokenBy(Throwable broken, Throwable error) {
		try {
			return Answer.error(TransportErrors.code(broken, this.request), error, this.arrived);
		}
		catch (RuntimeException | LinkageError ex) {
			return Answer.fault(this.faults.log(ex), error);
		}
	}

	/** Once there is an answer, all that can break is its body. */
	Answer broken(Throwable error) {
		letGo();
		Throwable broken = (this.arrived != null && !(error instanceof LibraryFault)) ? ofTransport(error) : error;
		return brokenBy(broken, broken);
	}

	Answer timedOut() {
		letGo();
		return this.limit.isOfCall() ? callTimedOut()
				: Answer.error(TransportErrors.READ_TIMEOUT, ofTransport(this.limit.passed()), this.arrived);
	}

	private Answer callTimedOut() {
		return Answer.error(ClientErrors.CALL_TIMEOUT,
				new TimeoutException("No answer within " + this.options.callTimeout().toMillis()
						+ " ms (tencentcloud.resilience.timeout.call, or the deadline of the request)"));
	}

	private WebClientException silent() {
		return ofTransport(this.limit.silence());
	}

	private WebClientException ofTransport(Throwable error) {
		return TransportErrors.ofTransport(error, this.request);
	}

	/** No body is waited for without a limit, be it that of a success or of an error. */
	Answer handedOn(Answer answer) {
		ClientResponse response = answer.response();
		if (response == null || (answer.isOk() && !answer.open())) {
			return answer;
		}
		this.response = response;
		HeldBody held = this.held;
		if (answer.open()) {
			this.end.bodyBegins(answer);
			if (held != null) {
				held.onCancelled(this.limit::abort);
			}
		}
		if (this.gone) {
			closeUnread();
		}
		return answer.withResponse(response.mutate().body((body) -> Flux.defer(() -> {
			this.bodyRead = true;
			// A stream may go on as long as it likes; anything else is part of the call.
			long end = ((answer.open() || answer.isFault()) && isEndless()) ? Long.MAX_VALUE : this.deadline;
			Flux<DataBuffer> source = (held != null) ? body : body.doFinally(this::abortIfCancelled);
			Flux<DataBuffer> watched = this.options.isUnlimited() ? source : SilenceWatch.over(source,
					this.options.attemptTimeout(), this::silent, end, () -> failed(callTimedOut()));
			return answer.open() ? tracked(watched, answer) : watched;
		})).build());
	}

	/** A body still to come ends the attempt, and the call, when it ends. */
	private Flux<DataBuffer> tracked(Flux<DataBuffer> body, Answer answer) {
		return body.onErrorMap(this::bodyFailed).doOnComplete(() -> ended(answer)).doOnCancel(() -> readerLeft(answer));
	}

	/** Who stops reading after the last event has had all of the answer. */
	private void readerLeft(Answer answer) {
		HeldBody held = this.held;
		if (held != null && held.isFinished()) {
			ended(answer);
		}
		else {
			leave();
		}
	}

	/**
	 * A body has come to a good end, which knows more than its beginning did. Its reader
	 * has had all of it, so nothing that goes wrong here is his concern.
	 */
	private void ended(Answer answer) {
		try {
			HeldBody held = this.held;
			LibraryFault fault = (held != null) ? held.fault() : null;
			Answer late = (fault != null) ? answer.withFault(fault) : this.late;
			Outcome outcome = end((late != null) ? late : answer);
			if (outcome.answer().isOk()) {
				this.log.succeeded();
			}
			else {
				this.log.failed(outcome, NotRepeated.ANSWER_BEGUN);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			this.faults.log(ex);
		}
	}

	/** After the body has been cancelled, so that no error comes of it. */
	private void abortIfCancelled(SignalType signal) {
		if (signal == SignalType.CANCEL) {
			this.limit.abort();
		}
	}

	private boolean isEndless() {
		HeldBody held = this.held;
		return held == null || held.isStream();
	}

	private @Nullable Throwable lateError(Answer answer) {
		if (!answer.isOk()) {
			return failed(answer);
		}
		this.late = answer;
		return null;
	}

	private Throwable bodyFailed(Throwable error) {
		return this.end.hasCome() ? error : failed(brokenBy(ofTransport(error), error));
	}

	private Throwable failed(Answer answer) {
		Outcome outcome = end(answer);
		this.log.failed(outcome, NotRepeated.ANSWER_BEGUN);
		return CallErrors.exception(answer, this.log.failure(outcome));
	}

}
