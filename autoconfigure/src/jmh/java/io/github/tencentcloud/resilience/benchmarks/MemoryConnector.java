package io.github.tencentcloud.resilience.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Answers every request at once, with buffers as Reactor Netty has them: pooled, outside
 * the heap and of at most 8 KB. The request is written, to nowhere.
 */
final class MemoryConnector implements ClientHttpConnector {

	private static final int CHUNK = 8192;

	private final NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

	private final HttpHeaders headers = new HttpHeaders();

	private final List<ByteBuf> chunks = new ArrayList<>();

	MemoryConnector(byte[] body) {
		this.headers.setContentType(MediaType.APPLICATION_JSON);
		this.headers.setContentLength(body.length);
		this.headers.set("Server", "nginx");
		this.headers.set("Date", "Fri, 02 Jan 2026 08:21:55 GMT");
		for (int at = 0; at < body.length; at += CHUNK) {
			int size = Math.min(CHUNK, body.length - at);
			this.chunks.add(PooledByteBufAllocator.DEFAULT.directBuffer(size).writeBytes(body, at, size));
		}
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> callback) {
		Request request = new Request(method, uri);
		return Mono.defer(() -> callback.apply(request)).then(Mono.fromSupplier(Response::new));
	}

	private DataBuffer buffer(ByteBuf chunk) {
		return this.factory.wrap(chunk.retainedDuplicate());
	}

	private final class Request extends AbstractClientHttpRequest {

		private final HttpMethod method;

		private final URI uri;

		Request(HttpMethod method, URI uri) {
			this.method = method;
			this.uri = uri;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		public DataBufferFactory bufferFactory() {
			return MemoryConnector.this.factory;
		}

		@Override
		@SuppressWarnings("unchecked")
		public <T> T getNativeRequest() {
			return (T) this;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return doCommit(() -> Flux.from(body).doOnNext(DataBufferUtils::release).then());
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return writeWith(Flux.from(body).concatMap((part) -> part));
		}

		@Override
		public Mono<Void> setComplete() {
			return doCommit();
		}

		@Override
		protected void applyHeaders() {
			// To nowhere
		}

		@Override
		protected void applyCookies() {
			// To nowhere
		}

	}

	private final class Response implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatusCode.valueOf(200);
		}

		@Override
		public MultiValueMap<String, ResponseCookie> getCookies() {
			return new LinkedMultiValueMap<>();
		}

		@Override
		public HttpHeaders getHeaders() {
			return MemoryConnector.this.headers;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return Flux.fromIterable(MemoryConnector.this.chunks).map(MemoryConnector.this::buffer);
		}

	}

}
