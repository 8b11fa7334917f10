package io.github.tencentcloud.resilience.client;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.tencentcloud.resilience.envelope.ClientTokenReader;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Knows whether one call may be repeated although it may have been executed. Where the
 * action alone does not tell, the request is watched as it is written: a
 * {@code ClientToken} makes the server recognise a repetition.
 */
final class RepeatSafety {

	private final boolean idempotent;

	private final ResendingConnectors connectors;

	/** The token of the first attempt that had one. */
	private volatile @Nullable String token;

	/** Whether the last attempt had it too. */
	private volatile boolean tokenSent;

	RepeatSafety(boolean idempotent, ResendingConnectors connectors) {
		this.idempotent = idempotent;
		this.connectors = connectors;
	}

	boolean isRepeatable() {
		return this.idempotent || this.tokenSent;
	}

	/**
	 * The request, so that its body is looked at as each attempt writes it. Nobody looks
	 * for a token if the action alone tells.
	 */
	ClientRequest watch(ClientRequest request) {
		if (this.idempotent) {
			return request;
		}
		if (request.method().equals(HttpMethod.GET)) {
			String parameter = UriComponentsBuilder.fromUri(request.url())
				.build()
				.getQueryParams()
				.getFirst("ClientToken");
			this.tokenSent = StringUtils.hasText(parameter);
		}
		return new WatchedRequest(request);
	}

	private ClientHttpRequest watch(ClientHttpRequest message) {
		if (!isRepeatable()) {
			this.connectors.check(message);
		}
		this.tokenSent = this.tokenSent && message.getMethod().equals(HttpMethod.GET);
		return new Watched(message);
	}

	private final class WatchedRequest extends RequestView {

		WatchedRequest(ClientRequest request) {
			super(request);
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
			if (isRepeatable() || !RepeatSafety.this.connectors.needsBody(getDelegate())) {
				return super.setComplete();
			}
			getHeaders().setContentLength(0);
			return super.writeWith(Mono.empty());
		}

		/** A {@code Mono} stays one: connectors send it with its length. */
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
				check(token, buffer);
			}
			return buffer;
		}

		/** With another token the server would take a repetition for a new call. */
		private void check(String token, DataBuffer buffer) {
			String first = RepeatSafety.this.token;
			if (first != null && !first.equals(token)) {
				DataBufferUtils.release(buffer);
				throw new IllegalStateException("The body has another ClientToken for each attempt, so the call is not "
						+ "repeated. Make the token once per call, outside of the body's publisher.");
			}
			RepeatSafety.this.token = token;
			RepeatSafety.this.tokenSent = true;
		}

	}

}
