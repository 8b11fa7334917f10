package io.github.tencentcloud.resilience.webclient;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * The request of one attempt. It remembers what went wrong with the request itself, in
 * its body or before the HTTP client took over. HTTP clients report such a fault like a
 * broken connection.
 */
final class AttemptRequest extends ClientRequestWrapper {

	private volatile @Nullable Throwable fault;

	/** Known as soon as the request is written over it. */
	private volatile @Nullable ClientConnection connection;

	AttemptRequest(ClientRequest request) {
		super(request);
	}

	/**
	 * What is wrong with the request, or {@code null} if nothing is known to be.
	 */
	@Nullable Throwable fault() {
		return this.fault;
	}

	/** Cancelled, since nobody waits for the headers of the answer any more. */
	void disconnect() {
		ClientConnection connection = this.connection;
		if (connection != null) {
			connection.close();
		}
	}

	/** Filters after ours may create a request of their own with this body. */
	@Override
	public BodyInserter<?, ? super ClientHttpRequest> body() {
		BodyInserter<?, ? super ClientHttpRequest> body = super.body();
		return (message, context) -> write(message, (watched) -> body.insert(watched, context));
	}

	@Override
	public Mono<Void> writeTo(ClientHttpRequest message, ExchangeStrategies strategies) {
		return write(message, (watched) -> super.writeTo(watched, strategies));
	}

	private Mono<Void> write(ClientHttpRequest message, Function<ClientHttpRequest, Mono<Void>> writer) {
		Watched watched = new Watched(message);
		this.connection = ClientConnection.of(message);
		try {
			return FatalErrors.signalled(writer.apply(watched), watched::failed);
		}
		catch (RuntimeException ex) {
			watched.failed(ex);
			throw ex;
		}
		catch (Error ex) {
			return Mono.error(watched.failed(ex));
		}
	}

	private final class Watched extends ClientHttpRequestDecorator {

		/** From then on, an error may come from the connection. */
		private volatile boolean handedOver;

		Watched(ClientHttpRequest delegate) {
			super(delegate);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			this.handedOver = true;
			return super.writeWith(watched(body));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			this.handedOver = true;
			return super.writeAndFlushWith(
					Flux.from(body).<Publisher<? extends DataBuffer>>map(this::watched).doOnError(this::bodyFailed));
		}

		@Override
		public Mono<Void> setComplete() {
			this.handedOver = true;
			return super.setComplete();
		}

		/** A {@code Mono} stays one, since HTTP clients send it with its length. */
		private Publisher<? extends DataBuffer> watched(Publisher<? extends DataBuffer> body) {
			return (body instanceof Mono<? extends DataBuffer> mono) ? mono.doOnError(this::bodyFailed)
					: FatalErrors.signalled(Flux.from(body), this::bodyFailed);
		}

		private Throwable bodyFailed(Throwable error) {
			AttemptRequest.this.fault = error;
			return FatalErrors.asException(error);
		}

		/**
		 * Record what went wrong.
		 * @param error what was thrown or signalled
		 * @return what to signal
		 */
		private Throwable failed(Throwable error) {
			if (!this.handedOver) {
				AttemptRequest.this.fault = error;
			}
			return FatalErrors.asException(error);
		}

	}

}
