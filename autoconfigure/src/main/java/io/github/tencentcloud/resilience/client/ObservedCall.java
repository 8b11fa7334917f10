package io.github.tencentcloud.resilience.client;

import java.net.ProtocolException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.NotRepeated;
import io.github.tencentcloud.resilience.telemetry.AttemptObservation;
import io.github.tencentcloud.resilience.telemetry.FaultLog;
import io.github.tencentcloud.resilience.throttle.TimerClock;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * One call in mode {@code observe}: looks on as the answer passes, and tells the meters
 * what would have been decided.
 */
final class ObservedCall {

	private final CallLog log;

	private final ItemAudit items;

	private final long holdBack;

	private final long start = TimerClock.now();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final FaultLog faults;

	private volatile AttemptObservation observation = AttemptObservation.NONE;

	private volatile boolean bodyRead;

	private volatile boolean left;

	/**
	 * Create a call.
	 * @param log the books of the call
	 * @param items looks at the items of a success
	 * @param holdBack how many bytes would be held back
	 * @param faults is told of faults of this library
	 */
	ObservedCall(CallLog log, ItemAudit items, long holdBack, FaultLog faults) {
		this.log = log;
		this.holdBack = holdBack;
		this.faults = faults;
		this.items = items;
	}

	Mono<ClientResponse> run(ClientRequest original, ExchangeFunction next) {
		this.observation = this.log.observe(original.url());
		AttemptRequest request = new AttemptRequest(original);
		return ReactorObservations.around(Mono.defer(() -> next.exchange(request)), this.observation)
			.doOnError((error) -> ended(() -> Answer.error(TransportErrors.code(error, request), error)))
			.doOnCancel(this::cancel)
			.map((response) -> watch(request, response))
			.switchIfEmpty(Mono.fromRunnable(() -> ended(Answer::cancelled)));
	}

	/** The caller has gone. A body that somebody reads is left to its reader. */
	private void cancel() {
		this.left = true;
		if (!this.bodyRead) {
			ended(Answer::cancelled);
		}
	}

	/** Who only looks on breaks nothing: what he cannot look at goes on as it is. */
	private ClientResponse watch(AttemptRequest request, ClientResponse response) {
		try {
			return watched(request, response);
		}
		catch (RuntimeException | LinkageError ex) {
			ended(() -> Answer.fault(ex, new ClientResponseHead(response)));
			return response;
		}
	}

	private ClientResponse watched(AttemptRequest request, ClientResponse response) {
		ProtocolException wrong = TransportErrors.wrongStatus(response);
		if (wrong != null) {
			ended(() -> broken(TransportErrors.ofTransport(wrong, request), request, null));
			return response;
		}
		ResponseHead head = new ClientResponseHead(response);
		BodyJudge judge = BodyJudge.of(head, false, this.holdBack, this.items);
		if (!judge.isReading()) {
			// The status alone decides, whatever becomes of the body.
			ended(judge::answer);
			return response;
		}
		return response.mutate().body((body) -> Flux.defer(() -> {
			this.bodyRead = true;
			return watch(body, request, head, judge);
		})).build();
	}

	private Flux<DataBuffer> watch(Flux<DataBuffer> body, AttemptRequest request, ResponseHead head, BodyJudge judge) {
		return body.doOnNext((buffer) -> look(buffer, judge))
			.doFinally((signal) -> judge.close())
			.doOnComplete(() -> ended(judge::end))
			.doOnError((error) -> ended(() -> brokenOrLeft(error, request, head)))
			.doOnCancel(() -> ended(() -> judge.isFinished() ? judge.end() : Answer.cancelled()));
	}

	/** What is certain is told at once, as it would be if anybody held the body back. */
	private void look(DataBuffer buffer, BodyJudge judge) {
		Buffers.read(judge, buffer);
		if (judge.isDecided()) {
			ended(judge::answer);
		}
	}

	/** Jetty tells a reader who leaves of that as of an error, before he has left. */
	private Answer brokenOrLeft(Throwable error, AttemptRequest request, ResponseHead head) {
		return (this.left && error instanceof CancellationException) ? Answer.cancelled()
				: broken(TransportErrors.ofTransport(error, request), request, head);
	}

	private static Answer broken(Throwable error, AttemptRequest request, @Nullable ResponseHead head) {
		return Answer.error(TransportErrors.code(error, request), error, head);
	}

	/**
	 * Comes once: a body may be read twice, by the caller and by Spring to release it.
	 */
	private void ended(Supplier<Answer> end) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		try {
			record(answer(end));
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
		Outcome outcome = AttemptEnd.outcome(answer, this.log, this.faults);
		long nanos = TimerClock.now() - this.start;
		this.log.attemptEnded(outcome, nanos);
		this.observation.ended(outcome, nanos);
		if (answer.isOk()) {
			this.log.succeeded();
		}
		else if (answer.isCancelled()) {
			this.log.cancelled();
		}
		else {
			this.log.failed(outcome, NotRepeated.OBSERVED);
		}
	}

}
