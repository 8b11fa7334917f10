package io.github.tencentcloud.resilience.webclient;

import java.net.ProtocolException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
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
import io.github.tencentcloud.resilience.engine.AttemptTimer;
import io.github.tencentcloud.resilience.engine.BodyJudge;
import io.github.tencentcloud.resilience.engine.Call;
import io.github.tencentcloud.resilience.engine.NetworkErrors;
import io.github.tencentcloud.resilience.engine.ResponseHead;
import io.github.tencentcloud.resilience.engine.Step;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * One attempt over a {@code WebClient}, from its request to the end of the body, within
 * its time limit. An error is an answer, too.
 *
 * <p>
 * It runs on the HTTP client's thread, may be ended by a timer's thread, and cancelled by
 * the caller's.
 */
final class Exchange {

	/** What Jetty's thread needs at most to leave a read of its own, in nanoseconds. */
	private static final long WAY_OUT = Duration.ofMillis(100).toNanos();

	private static final Time.Alarm NEVER = () -> {
	};

	private final Call call;

	private final Attempt attempt;

	private final AttemptRequest request;

	private volatile LimitedExchange.@Nullable Limited limited;

	private volatile @Nullable BodyJudge judge;

	private volatile @Nullable HeldBody held;

	/** The response to hand on, if there is one. */
	private volatile @Nullable ClientResponse response;

	/** The result of a body that ended after its release. */
	private volatile @Nullable Answer late;

	/** Whether the response is handed on with a body that may still fail. */
	private volatile boolean watched;

	/** The exception of ours that this body has failed with. */
	private volatile @Nullable TencentCloudException bodyError;

	private volatile boolean gone;

	/**
	 * The response to close if nobody reads it. A held body lets go by itself.
	 */
	private volatile @Nullable ClientResponse unread;

	/** Written under the lock of {@code this}, like {@code forgotten}. */
	private volatile boolean bodyRead;

	private volatile boolean forgotten;

	/** Goes off if nobody begins to read. */
	private volatile Time.Alarm alarm = NEVER;

	Exchange(Call call, Attempt attempt, ClientRequest request) {
		this.call = call;
		this.attempt = attempt;
		this.request = new AttemptRequest(request);
		attempt.limit().expectsStream(() -> request.headers().getAccept().contains(MediaType.TEXT_EVENT_STREAM));
	}

	/** The exchange, with a time limit on headers and body. */
	Mono<Answer> run(ExchangeFunction next, AttemptTimer timer) {
		Mono<Answer> answer = Mono.defer(() -> next.exchange(this.request)).flatMap(this::read);
		return ReactorObservations.around(new LimitedExchange(answer, this, timer, this.attempt.limit()),
				this.attempt.observation());
	}

	Attempt attempt() {
		return this.attempt;
	}

	private Mono<Answer> read(ClientResponse response) {
		ProtocolException wrong = TransportErrors.wrongStatus(response);
		if (wrong != null) {
			ResponseCloser.close(response);
			abort();
			return Mono.error(ofTransport(wrong));
		}
		ResponseHead head = new ClientResponseHead(response);
		try {
			return read(response, head, this.attempt.judge(head));
		}
		catch (RuntimeException | LinkageError ex) {
			this.held = null;
			this.response = response;
			this.unread = response;
			return Mono.just(Answer.fault(ex, head));
		}
	}

	private Mono<Answer> read(ClientResponse response, ResponseHead head, BodyJudge judge) {
		this.judge = judge;
		if (!judge.isReading()) {
			this.response = response;
			this.unread = response;
			return Mono.just(judge.answer());
		}
		HeldBody held = new HeldBody(judge, !judge.isStream() && this.attempt.isShort(head));
		hold(held, judge);
		ResponseCopy copy = new ResponseCopy(response,
				(body) -> held.of(judge.isDecoded() ? Gunzip.decode(body) : body));
		return held.arrived().map((answer) -> arrived(answer, held, judge, copy));
	}

	/** A body may be held at the very moment when it is being abandoned. */
	private void hold(HeldBody held, BodyJudge judge) {
		held.onCutOff(this::abort);
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

	/** The answer as it came, unless its bytes have been changed or dropped. */
	private Answer withoutUnwrapping(Answer answer, HeldBody held, BodyJudge judge, ResponseCopy copy) {
		if (answer.response() && held.isUntouched()) {
			this.response = judge.isDecoded() ? copy.decoded() : copy.response();
			return answer;
		}
		held.abandon();
		return answer.withoutResponse();
	}

	/** Remember what to tell when the limit gets shorter, or nobody waits any more. */
	void limitedBy(LimitedExchange.Limited limited) {
		this.limited = limited;
	}

	/** The caller has gone. A body that is being read is left to its reader. */
	void cancel() {
		letGo();
		this.alarm.cancel();
		if (!this.bodyRead || this.attempt.hasEnded()) {
			this.call.cancelled(this.attempt);
			closeUnread();
		}
	}

	/** Nobody has begun to read the body, which holds a connection and a permit. */
	private void forgotten() {
		synchronized (this) {
			this.forgotten = !this.bodyRead;
		}
		if (this.forgotten) {
			cancel();
		}
	}

	/** The body is being read from now on, unless it has been forgotten for too long. */
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

	/** The exchange completed without a response. */
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
			if (this.held == null) {
				abort();
			}
		}
	}

	/**
	 * Nobody reads the rest of the body any more, which has been cancelled. That is
	 * enough for most clients, but Jetty then loses the connection for good. It notices
	 * only if the exchange is cancelled, too, even after its answer; and not at once: as
	 * long as its thread is inside the read that brought the last buffer, Jetty (12.1.12)
	 * clears a buffer that it has given back, and that may be another call's by now.
	 */
	private void abort() {
		this.call.time().alarm(WAY_OUT, () -> {
			HeldBody held = this.held;
			LimitedExchange.Limited limited = this.limited;
			if (held != null && held.isReceiving()) {
				abort();
			}
			else if (limited != null) {
				limited.abort();
			}
		});
	}

	/** Nobody waits for the headers any more, which may be arriving just now. */
	void disconnect() {
		this.request.disconnect();
	}

	boolean hasHead() {
		return this.attempt.hasHead();
	}

	/** Once the headers have arrived, only the body can break. */
	Answer broken(Throwable error) {
		letGo();
		Throwable broken = (this.attempt.hasHead() && !(error instanceof LibraryFault)) ? ofTransport(error) : error;
		return brokenBy(broken, broken);
	}

	/**
	 * However odd an error is, the attempt has to end.
	 * @param broken the error with which the exchange broke
	 * @param error the error as it is passed on
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
		Answer unsigned = this.attempt.unsigned();
		if (unsigned != null) {
			return unsigned;
		}
		AttemptLimit limit = this.attempt.limit();
		return limit.isOfCall() ? this.attempt.callTimedOut()
				: this.attempt.broken(NetworkErrors.READ_TIMEOUT, ofTransport(limit.timeoutException()));
	}

	private Throwable ofTransport(Throwable error) {
		return TransportErrors.ofTransport(error, this.request);
	}

	/**
	 * An answer has arrived, possibly with a response to hand on. No body is waited for
	 * without a time limit, neither that of a success nor that of an error.
	 * @return the answer, or a fault if this library fails to process it
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
		if (answer.open() && this.attempt.limit().isSet()) {
			this.alarm = this.attempt.limit().whenUnread(this::forgotten);
		}
		this.unread = response;
		this.response = response.mutate().body((body) -> Flux.defer(() -> {
			if (!beginsToRead()) {
				return Flux.error(tooLateToRead());
			}
			this.alarm.cancel();
			return watched((held != null) ? body : body.doFinally(this::abortIfCutOff), answer);
		})).build();
		this.watched = true;
		if (this.gone) {
			closeUnread();
		}
	}

	private Flux<DataBuffer> watched(Flux<DataBuffer> body, Answer answer) {
		AttemptLimit limit = this.attempt.limit();
		// A stream may go on indefinitely; any other body is part of the call.
		long end = ((answer.open() || answer.isFault()) && isEndless()) ? Long.MAX_VALUE : limit.deadline();
		Flux<DataBuffer> watched = limit.isSet() ? IdleTimeout.apply(body, this.call.time(), limit.idleTimeout(),
				() -> ofTransport(limit.idleException()), end, this::late) : body;
		return answer.open() ? tracked(watched, answer) : watched;
	}

	private boolean isEndless() {
		BodyJudge judge = this.judge;
		return judge == null || judge.isStream();
	}

	/**
	 * Only after the body has been cancelled, by its reader or by what failed on the way,
	 * so that no error results from it.
	 */
	private void abortIfCutOff(SignalType signal) {
		if (signal != SignalType.ON_COMPLETE) {
			abort();
		}
	}

	private Throwable late() {
		Answer timedOut = this.attempt.callTimedOut();
		return failed(timedOut, Objects.requireNonNull(timedOut.error()));
	}

	/** The attempt and the call end when a body that is still arriving ends. */
	private Flux<DataBuffer> tracked(Flux<DataBuffer> body, Answer answer) {
		return body.onErrorMap(this::bodyFailed).doOnComplete(() -> ended(answer)).doOnCancel(() -> readerLeft(answer));
	}

	private Throwable bodyFailed(Throwable error) {
		return this.attempt.hasEnded() ? error : failed(brokenBy(ofTransport(error), error), error);
	}

	/** The body knows more at its end than at its beginning. */
	private void ended(Answer answer) {
		Answer late = this.late;
		this.call.ended(this.attempt, (late != null) ? late : answer);
	}

	/** A reader who stops after the last event has had the whole answer. */
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

	/**
	 * Drain what is left of a response that is not handed on. Whoever disposes of that
	 * limits it, so the body is read as it came, without the watch for its readers.
	 */
	Disposable discard() {
		ClientResponse response = (this.unread != null) ? this.unread : this.response;
		if (response == null || !beginsToRead()) {
			return Disposables.disposed();
		}
		this.alarm.cancel();
		return BodyDrain.drain(response, this::abort);
	}

}
