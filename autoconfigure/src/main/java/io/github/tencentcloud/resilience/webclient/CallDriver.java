package io.github.tencentcloud.resilience.webclient;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.engine.Answer;
import io.github.tencentcloud.resilience.engine.Attempt;
import io.github.tencentcloud.resilience.engine.AttemptTimer;
import io.github.tencentcloud.resilience.engine.Call;
import io.github.tencentcloud.resilience.engine.CallSignature;
import io.github.tencentcloud.resilience.engine.Endpoint;
import io.github.tencentcloud.resilience.engine.Step;

/**
 * Drives a call over a {@code WebClient} by doing whatever the call says next.
 */
final class CallDriver {

	private final Call call;

	private final AttemptTimer timer;

	private final WebClientParts parts;

	private final ClientRequest request;

	private final ExchangeFunction next;

	private final CallerContext caller;

	/** The next attempt is not sent on the caller's thread. */
	private boolean away;

	/** The last exchange, if there has been one. */
	private @Nullable Exchange exchange;

	/**
	 * Create a driver.
	 * @param call the call
	 * @param timer ends attempts that take too long
	 * @param parts what all calls over {@code WebClient} need
	 * @param request the request, not signed yet
	 * @param next sends it
	 */
	CallDriver(Call call, AttemptTimer timer, WebClientParts parts, ClientRequest request, ExchangeFunction next) {
		this.call = call;
		this.timer = timer;
		this.parts = parts;
		this.request = ClientTokenWatch.of(request, call.safety(), parts.connectors());
		this.next = next;
		this.caller = parts.callers().capture();
	}

	Mono<ClientResponse> run() {
		return go(this.call.next());
	}

	private Mono<ClientResponse> go(Step step) {
		if (step instanceof Step.Send send) {
			return send(send.attempt());
		}
		if (step instanceof Step.Wait wait) {
			this.away = true;
			return over(wait).doOnCancel(this.call::cancelled).then(Mono.defer(() -> go(this.call.next())));
		}
		if (step instanceof Step.Fail fail) {
			// A caller who has gone is not told.
			return this.call.isGone() ? Mono.never() : Mono.error(fail.error());
		}
		return Mono.just(lastExchange().deliver(((Step.Deliver) step).failure()));
	}

	private Mono<ClientResponse> send(Attempt attempt) {
		Exchange exchange;
		try {
			exchange = new Exchange(this.call, attempt, request(attempt));
		}
		catch (RuntimeException ex) {
			// A request that cannot even be created has still taken its permits.
			return go(this.call.ended(attempt, attempt.broken(ClientErrors.REQUEST, ex)));
		}
		this.exchange = exchange;
		Mono<Answer> answer = exchange.run(this.next, this.timer);
		return (this.away ? this.caller.around(answer) : answer).flatMap((it) -> go(answered(exchange, it)));
	}

	private ClientRequest request(Attempt attempt) {
		Endpoint endpoint = attempt.endpoint();
		ClientRequest request = this.request;
		if (!endpoint.original()) {
			// A Host header was meant for the original endpoint.
			request = ClientRequest.from(request)
				.url(endpoint.uri())
				.headers((headers) -> headers.remove(HttpHeaders.HOST))
				.build();
		}
		return ReactorObservations.traced(signed(request, endpoint.signature()), attempt.observation());
	}

	/** A request that signs itself as it is written. */
	static ClientRequest signed(ClientRequest request, @Nullable CallSignature signature) {
		return (signature != null) ? SigningRequest.sign(request, signature) : request;
	}

	private Step answered(Exchange exchange, Answer answer) {
		Answer told = exchange.answered(answer);
		return told.open() ? this.call.released(exchange.attempt(), told) : this.call.ended(exchange.attempt(), told);
	}

	/**
	 * Meanwhile, what is left of a response is drained, but no longer than the wait
	 * takes. Nothing but the caller cancels the wait: Reactor would interrupt its thread,
	 * which may be sending the next attempt by then.
	 */
	private Mono<Void> over(Step.Wait wait) {
		Mono<Void> over = Mono.fromFuture(wait.until(), true).onErrorComplete().then();
		if (wait.nanos() <= 0) {
			over = Mono.empty();
		}
		else if (wait.nanos() != Long.MAX_VALUE) {
			over = Mono.firstWithSignal(over, Waits.on(this.call.time(), wait.nanos()));
		}
		Exchange exchange = this.exchange;
		if (exchange == null || !wait.repeating()) {
			return over;
		}
		this.exchange = null;
		Mono<Void> end = over;
		return Mono.using(exchange::discard, (drain) -> end, Disposable::dispose);
	}

	private Exchange lastExchange() {
		Exchange exchange = this.exchange;
		if (exchange == null) {
			throw new IllegalStateException("There is nothing to deliver");
		}
		return exchange;
	}

}
