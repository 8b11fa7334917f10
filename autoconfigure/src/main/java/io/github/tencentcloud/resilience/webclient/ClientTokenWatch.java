package io.github.tencentcloud.resilience.webclient;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

import io.github.tencentcloud.resilience.engine.RetrySafety;
import io.github.tencentcloud.resilience.envelope.ClientTokenReader;

/**
 * A request whose body is searched for a {@code ClientToken} as each attempt writes it.
 */
final class ClientTokenWatch extends ClientRequestWrapper {

	private final RetrySafety safety;

	private final ResendingConnectors connectors;

	private ClientTokenWatch(ClientRequest request, RetrySafety safety, ResendingConnectors connectors) {
		super(request);
		this.safety = safety;
		this.connectors = connectors;
	}

	/** Nothing is searched if the action alone decides. */
	static ClientRequest of(ClientRequest request, RetrySafety safety, ResendingConnectors connectors) {
		return safety.isOpen() ? new ClientTokenWatch(request, safety, connectors) : request;
	}

	@Override
	public BodyInserter<?, ? super ClientHttpRequest> body() {
		BodyInserter<?, ? super ClientHttpRequest> body = super.body();
		return (message, context) -> body.insert(watch(message), context);
	}

	@Override
	public Mono<Void> writeTo(ClientHttpRequest message, ExchangeStrategies strategies) {
		return super.writeTo(watch(message), strategies);
	}

	private ClientHttpRequest watch(ClientHttpRequest message) {
		if (!this.safety.isRepeatable()) {
			this.connectors.check(message);
		}
		this.safety.writing();
		return new Watched(message);
	}

	private final class Watched extends ClientHttpRequestDecorator {

		Watched(ClientHttpRequest delegate) {
			super(delegate);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(watched(body, new ClientTokenReader()));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			ClientTokenReader reader = new ClientTokenReader();
			return super.writeAndFlushWith(Flux.from(body).map((part) -> watched(part, reader)));
		}

		@Override
		public Mono<Void> setComplete() {
			if (ClientTokenWatch.this.safety.isRepeatable()
					|| !ClientTokenWatch.this.connectors.needsBody(getDelegate())) {
				return super.setComplete();
			}
			getHeaders().setContentLength(0);
			return super.writeWith(Mono.empty());
		}

		/** A {@code Mono} stays one, since connectors send it with its length. */
		private Publisher<? extends DataBuffer> watched(Publisher<? extends DataBuffer> body,
				ClientTokenReader reader) {
			return (body instanceof Mono<? extends DataBuffer> mono) ? mono.map((buffer) -> read(buffer, reader))
					: Flux.from(body).map((buffer) -> read(buffer, reader));
		}

		private DataBuffer read(DataBuffer buffer, ClientTokenReader reader) {
			try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
				while (pieces.hasNext()) {
					reader.read(pieces.next());
				}
			}
			String token = reader.token();
			if (token != null) {
				tell(token, buffer);
			}
			return buffer;
		}

		private void tell(String token, DataBuffer buffer) {
			try {
				ClientTokenWatch.this.safety.token(token);
			}
			catch (IllegalStateException ex) {
				DataBufferUtils.release(buffer);
				throw ex;
			}
		}

	}

}
