package io.github.tencentcloud.resilience.webclient;

import java.net.ProtocolException;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import io.github.tencentcloud.resilience.engine.Answer;
import io.github.tencentcloud.resilience.engine.BodyJudge;
import io.github.tencentcloud.resilience.engine.ObservedCall;
import io.github.tencentcloud.resilience.engine.ResponseHead;

/**
 * An observed call over a {@code WebClient}: watches the answer as it passes.
 */
final class ObservedExchange {

	private final ObservedCall call;

	private final AttemptRequest request;

	private volatile boolean bodyRead;

	private volatile boolean left;

	ObservedExchange(ObservedCall call, ClientRequest request) {
		this.call = call;
		this.request = new AttemptRequest(request);
	}

	Mono<ClientResponse> run(ExchangeFunction next) {
		return ReactorObservations
			.around(Mono.defer(() -> next.exchange(this.request)), this.call.sent(this.request.url()))
			.doOnError((error) -> this.call.ended(() -> broken(error, null)))
			.doOnCancel(this::cancel)
			.map(this::watch)
			.switchIfEmpty(Mono.fromRunnable(() -> this.call.ended(Answer::cancelled)));
	}

	/** The caller has gone. A body that is being read is left to its reader. */
	private void cancel() {
		this.left = true;
		if (!this.bodyRead) {
			this.call.ended(Answer::cancelled);
		}
	}

	/** A response that cannot be inspected is passed on as it is. */
	private ClientResponse watch(ClientResponse response) {
		ResponseHead head = new ClientResponseHead(response);
		try {
			return watch(response, head);
		}
		catch (RuntimeException | LinkageError ex) {
			this.call.ended(() -> Answer.fault(ex, head));
			return response;
		}
	}

	private ClientResponse watch(ClientResponse response, ResponseHead head) {
		ProtocolException wrong = TransportErrors.wrongStatus(response);
		if (wrong != null) {
			this.call.ended(() -> broken(TransportErrors.ofTransport(wrong, this.request), null));
			return response;
		}
		BodyJudge judge = this.call.judge(head);
		if (!judge.isReading()) {
			// The status alone decides, whatever happens to the body.
			this.call.ended(judge::answer);
			return response;
		}
		return response.mutate().body((body) -> Flux.defer(() -> {
			this.bodyRead = true;
			return watch(body, head, judge);
		})).build();
	}

	private Flux<DataBuffer> watch(Flux<DataBuffer> body, ResponseHead head, BodyJudge judge) {
		return body.doOnNext((buffer) -> look(buffer, judge))
			.doFinally((signal) -> judge.close())
			.doOnComplete(() -> this.call.ended(judge::end))
			.doOnError((error) -> this.call.ended(() -> brokenOrLeft(error, head)))
			.doOnCancel(() -> this.call.ended(() -> judge.isFinished() ? judge.end() : Answer.cancelled()));
	}

	/** What is certain is reported at once, as it would be if the body were held back. */
	private void look(DataBuffer buffer, BodyJudge judge) {
		Buffers.read(judge, buffer);
		if (judge.isDecided()) {
			this.call.ended(judge::answer);
		}
	}

	/**
	 * Jetty signals a cancelling reader's own cancellation as an error, before it is
	 * complete.
	 */
	private Answer brokenOrLeft(Throwable error, ResponseHead head) {
		return (this.left && error instanceof CancellationException) ? Answer.cancelled()
				: broken(TransportErrors.ofTransport(error, this.request), head);
	}

	private Answer broken(Throwable error, @Nullable ResponseHead head) {
		return Answer.error(TransportErrors.code(error, this.request), error, head);
	}

}
