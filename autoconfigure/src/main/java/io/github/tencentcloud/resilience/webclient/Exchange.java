package io.github.tencentcloud.resilience.webclient;

import java.net.ProtocolException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.TencentCloudException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.engine.Answer;
import io.github.tencentcloud.resilience.engine.Attempt;
import io.github.tencentcloud.resilience.engine.AttemptLimit;
import io.github.tencentcloud.resilience.engine.BodyJudge;
import io.github.tencentcloud.resilience.engine.Call;
import io.github.tencentcloud.resilience.engine.NetworkErrors;
import io.github.tencentcloud.resilience.engine.ResponseHead;
import io.github.tencentcloud.resilience.engine.Step;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * One attempt over a {@code WebClient}: from its request to the end of its body, within
 * its limit. An error is an answer too.
 *
 * <p>
 * The exchange goes on by the thread of the HTTP client, may be ended by a timer's, and
 * cancelled by the caller's.
 */
final class Exchange {

	private static final Time.Alarm NEVER = () -> {
	};

	private final Call call;

	private final Attempt attempt;

	private final AttemptRequest request;

	private volatile LimitedExchange.@Nullable Limited limited;

	private volatile @Nullable BodyJudge judge;

	private volatile @Nullable HeldBody held;

	/** What there is to hand on. */
	private volatile @Nullable ClientResponse response;

	/** What a body that ended late came to. */
	private volatile @Nullable Answer late;

	/** Whether the response is handed on with a body that may fail yet. */
	private volatile boolean watched;

	/** The exception of ours that this body has failed with. */
	private volatile @Nullable TencentCloudException bodyError;

	private volatile boolean gone;

	/**
	 * What has to be closed if nobody reads it. A body that is held lets go by itself.
	 */
	private volatile @Nullable ClientResponse unread;

	/** Written under the lock of {@code this}, as is whether the body is forgotten. */
	private volatile boolean bodyRead;

	private volatile boolean forgotten;

	/** Rings if nobody begins to read. */
	private volatile Time.Alarm alarm = NEVER;

	Exchange(Call call, Attempt attempt, ClientRequest request) {
		this.call = call;
		this.attempt = attempt;
		this.request = new AttemptRequest(request);
		attempt.limit().expectsStream(() -> request.headers().getAccept().contains(MediaType.TEXT_EVENT_STREAM));
	}

	/** The exchange, with its limit over headers and body. */
	Mono<Answer> run(ExchangeFunction next, AttemptTimers timers) {
		Mono<Answer> answer = Mono.defer(() -> next.exchange(this.request)).flatMap(this::read);
		return ReactorObservations.around(new LimitedExchange(answer, this, timers, this.attempt.limit()),
				this.attempt.observation());
	}

	Attempt attempt() {
		return this.attempt;
	}

	private Mono<Answer> read(ClientResponse response) {
		ProtocolException wrong = TransportErrors.wrongStatus(response);
		if (wrong != null) {
			ResponseCloser.close(response);
			return Mono.error(ofTransport(wrong));
		}
		ResponseHead head = new ClientResponseHead(response);
		try {
			return read(response, this.attempt.judge(head));
		}
		catch (RuntimeException | LinkageError ex) {
			this.held = null;
			this.response = response;
			this.unread = response;
			return Mono.just(Answer.fault(ex, head));
		}
	}

	private Mono<Answer> read(ClientResponse response, BodyJudge judge) {
		this.judge = judge;
		if (!judge.isReading()) {
			this.response = response;
			this.unread = response;
			return Mono.just(judge.answer());
		}
		HeldBody held = new HeldBody(judge);
		hold(held, judge);
		ResponseCopy copy = new ResponseCopy(response,
				(body) -> held.of(judge.isDecoded() ? Gunzip.decode(body) : body));
		return held.arrived().map((answer) -> arrived(answer, held, judge, copy));
	}

	/** A body may come to be held at the very moment when it is to be let go. */
	private void hold(HeldBody held, BodyJudge judge) {
		this.held = held;
		LimitedExchange.Limited limited = this.limited;
		if (judge.isStream()) {
			held.onKeepAlive(this.attempt.limit()::keepAlive);
			if (this.attempt.limit().streamBegan() && limited != null) {
				limited.watch();
			}
		}
		if (this.gone) {
			held.abandon();
		}
	}

	private Answer arrived(Answer answer, HeldBody held, BodyJudge judge, ResponseCopy copy) {
		if (answer.isFault() || !answer.response()) {
			return withoutUnwrapping(answer, held, judge, copy);
		}
		try {
			boolean unwrap = judge.unwraps();
			if (unwrap) {
				held.unwrap();
			}
			this.response = (unwrap || judge.isDecoded()) ? copy.decoded() : copy.response();
			if (answer.open()) {
				held.onLateEnd(this::endedLate);
			}
			return answer;
		}
		catch (RuntimeException | LinkageError ex) {
			return withoutUnwrapping(answer.withFault(judge.failed(ex)), held, judge, copy);
		}
	}

	/** The answer as it came, unless its bytes have been touched or are gone. */
	private Answer withoutUnwrapping(Answer answer, HeldBody held, BodyJudge judge, ResponseCopy copy) {
		if (answer.response() && held.isUntouched()) {
			this.response = judge.isDecoded() ? copy.decoded() : copy.response();
			return answer;
		}
		held.abandon();
		return answer.withoutResponse();
	}

	/** Say whom to tell if the limit comes nearer, or nobody waits any more. */
	void limitedBy(LimitedExchange.Limited limited) {
		this.limited = limited;
	}

	/** The caller has gone. A body that somebody reads is left to its reader. */
	void cancel() {
		letGo();
		this.alarm.cancel();
		if (!this.bodyRead || this.attempt.hasEnded()) {
			this.call.cancelled(this.attempt);
			closeUnread();
			abort();
		}
	}

	/** Nobody has begun to read the body, which holds a connection and a place. */
	private void forgotten() {
		synchronized (this) {
			this.forgotten = !this.bodyRead;
		}
		if (this.forgotten) {
			cancel();
		}
	}

	/** The body is read now, unless it has been forgotten for too long. */
	private synchronized boolean beginsToRead() {
		if (this.forgotten) {
			return false;
		}
		this.bodyRead = true;
		return true;
	}

	private Throwable tooLateToRead() {
		TimeoutException error = this.attempt.limit().unreadException();
		return failed(Answer.error(ClientErrors.CALL_TIMEOUT, error), error);
	}

	/** There is nothing to come. */
	void leave() {
		this.call.cancelled(this.attempt);
	}

	private void letGo() {
		this.gone = true;
		HeldBody held = this.held;
		if (held != null) {
			held.abandon();
		}
	}

	/** Let go of a response that nobody will read. */
	void closeUnread() {
		ClientResponse unread = this.unread;
		if (unread != null && !this.bodyRead) {
			ResponseCloser.close(unread);
		}
	}

	/** Nobody reads the rest of the body any more. */
	private void abort() {
		LimitedExchange.Limited limited = this.limited;
		if (limited != null) {
			limited.abort();
		}
	}

	/** Once there is an answer, all that can break is its body. */
	Answer broken(Throwable error) {
		letGo();
		Throwable broken = (this.attempt.hasHead() && !(error instanceof LibraryFault)) ? ofTransport(error) : error;
		return brokenBy(broken, broken);
	}

	/**
	 * Whatever is odd about an error, the attempt has to end.
	 * @param broken as the exchange broke
	 * @param error as it goes on
	 */
	private Answer brokenBy(Throwable broken, Throwable error) {
		try {
			return this.attempt.broken(TransportErrors.code(broken, this.request), error);
		}
		catch (RuntimeException | LinkageError ex) {
			return this.attempt.fault(ex, error);
		}
	}

	Answer timedOut() {
		letGo();
		AttemptLimit limit = this.attempt.limit();
		return limit.isOfCall() ? this.attempt.callTimedOut()
				: this.attempt.broken(NetworkErrors.READ_TIMEOUT, ofTransport(limit.timeoutException()));
	}

	private Throwable ofTransport(Throwable error) {
		return TransportErrors.ofTransport(error, this.request);
	}

	/**
	 * An answer has come, and may have a response that is handed on. No body is waited
	 * for without a limit, be it that of a success or of an error.
	 * @return the answer, or what this library makes of it if it fails to work with it
	 */
	Answer answered(Answer answer) {
		ClientResponse response = this.response;
		if (response == null || !answer.response() || (answer.isOk() && !answer.open())) {
			return answer;
		}
		try {
			watch(response, answer);
			return answer;
		}
		catch (RuntimeException | LinkageError ex) {
			return answer.withFault(LibraryFault.of(ex));
		}
	}

	private void watch(ClientResponse response, Answer answer) {
		HeldBody held = this.held;
		if (held != null) {
			held.onCancelled(this::abort);
		}
		if (answer.open() && this.attempt.limit().isSet()) {
			this.alarm = this.attempt.limit().whenUnread(this::forgotten);
		}
		this.unread = response;
		this.response = response.mutate().body((body) -> Flux.defer(() -> {
			if (!beginsToRead()) {
				return Flux.error(tooLateToRead());
			}
			this.alarm.cancel();
			return watched((held != null) ? body : body.doFinally(this::abortIfCancelled), answer);
		})).build();
		this.watched = true;
		if (this.gone) {
			closeUnread();
		}
	}

	private Flux<DataBuffer> watched(Flux<DataBuffer> body, Answer answer) {
		AttemptLimit limit = this.attempt.limit();
		// A stream may go on as long as it likes; anything else is part of the call.
		long end = ((answer.open() || answer.isFault()) && isEndless()) ? Long.MAX_VALUE : limit.deadline();
		Flux<DataBuffer> watched = limit.isSet() ? IdleTimeout.apply(body, limit.idleTimeout(),
				() -> ofTransport(limit.idleException()), end, this::late) : body;
		return answer.open() ? tracked(watched, answer) : watched;
	}

	private boolean isEndless() {
		BodyJudge judge = this.judge;
		return judge == null || judge.isStream();
	}

	/** After the body has been cancelled, so that no error comes of it. */
	private void abortIfCancelled(SignalType signal) {
		if (signal == SignalType.CANCEL) {
			abort();
		}
	}

	private Throwable late() {
		Answer timedOut = this.attempt.callTimedOut();
		return failed(timedOut, Objects.requireNonNull(timedOut.error()));
	}

	/** A body still to come ends the attempt, and the call, when it ends. */
	private Flux<DataBuffer> tracked(Flux<DataBuffer> body, Answer answer) {
		return body.onErrorMap(this::bodyFailed).doOnComplete(() -> ended(answer)).doOnCancel(() -> readerLeft(answer));
	}

	private Throwable bodyFailed(Throwable error) {
		return this.attempt.hasEnded() ? error : failed(brokenBy(ofTransport(error), error), error);
	}

	/** The body knows more at its end than it did at its beginning. */
	private void ended(Answer answer) {
		Answer late = this.late;
		this.call.ended(this.attempt, (late != null) ? late : answer);
	}

	/** Who stops reading after the last event has had all of the answer. */
	private void readerLeft(Answer answer) {
		BodyJudge judge = this.judge;
		if (judge != null && judge.isFinished()) {
			ended(answer);
		}
		else {
			this.call.cancelled(this.attempt);
		}
	}

	private @Nullable Throwable endedLate(Answer answer) {
		if (answer.response()) {
			this.late = answer;
			return null;
		}
		return (this.call.ended(this.attempt, answer) instanceof Step.Fail fail) ? failed(fail) : null;
	}

	private Throwable failed(Answer answer, Throwable error) {
		return (this.call.ended(this.attempt, answer) instanceof Step.Fail fail) ? failed(fail) : error;
	}

	private Throwable failed(Step.Fail fail) {
		if (fail.error() instanceof TencentCloudException ours) {
			this.bodyError = ours;
		}
		return fail.error();
	}

	/** The response for the caller. */
	ClientResponse deliver(@Nullable TencentCloudFailure failure) {
		ClientResponse response = Objects.requireNonNull(this.response);
		ClientResponse delivered = (failure != null) ? FailedRequest.of(response, failure) : response;
		return this.watched ? new GuardedResponse(delivered, () -> this.bodyError) : delivered;
	}

	/** Read what is left of a response that is not handed on. */
	Mono<Void> discard() {
		ClientResponse response = this.response;
		return (response != null) ? response.releaseBody().onErrorComplete() : Mono.empty();
	}

}
