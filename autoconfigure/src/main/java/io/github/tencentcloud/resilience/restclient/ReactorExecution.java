package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Signal;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Executes guarded requests over Reactor Netty. Spring's stream waits until the array it
 * is given is full, so that no event would reach its reader before the next ones, and no
 * attempt would end while its body drips. This one reads from the connection what has
 * come, and can be interrupted and aborted.
 */
public final class ReactorExecution implements RequestExecution {

	/** Connections are asked for by the thread that executes a request. */
	private final ThreadLocal<@Nullable AtomicReference<@Nullable Used>> connections = new ThreadLocal<>();

	/**
	 * Create it.
	 */
	public ReactorExecution() {
		// Nothing is executed yet.
	}

	/**
	 * Have the client tell which connection a request gets.
	 * @param client the client
	 * @return the same, but that it tells
	 */
	public HttpClient watch(HttpClient client) {
		return client.mapConnect((connect) -> {
			AtomicReference<@Nullable Used> used = this.connections.get();
			return (used != null) ? connect.doOnNext((connection) -> used.set(Used.of(connection))) : connect;
		});
	}

	@Override
	public ClientHttpResponse execute(ClientHttpRequest request, Consumer<Runnable> canceller) throws IOException {
		AtomicReference<@Nullable Used> seen = new AtomicReference<>();
		this.connections.set(seen);
		ClientHttpResponse response;
		try {
			response = request.execute();
		}
		finally {
			this.connections.remove();
		}
		Used used = seen.get();
		if (used == null) {
			return response;
		}
		Body body = new Body(used.connection());
		canceller.accept(used::abort);
		return new Response(response, body);
	}

	/**
	 * What an exchange has until its response has ended.
	 *
	 * @param connection the connection as the exchange sees it
	 * @param channel what is under it; it cannot tell any more when it has ended
	 */
	private record Used(Connection connection, Channel channel) {

		static Used of(Connection connection) {
			return new Used(connection, connection.channel());
		}

		/** Who reads may wait, and learns of it as of a broken connection. */
		void abort() {
			this.channel.eventLoop().execute(() -> {
				// By then another exchange may have it.
				if (ChannelOperations.get(this.channel) == this.connection) {
					this.channel.close();
				}
			});
		}

	}

	/**
	 * Spring's response, with another body.
	 */
	private record Response(ClientHttpResponse response, Body body) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() throws IOException {
			return this.response.getStatusCode();
		}

		@Override
		public String getStatusText() throws IOException {
			return this.response.getStatusText();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.response.getHeaders();
		}

		@Override
		public InputStream getBody() {
			return this.body;
		}

		/** Spring would wait for the rest. */
		@Override
		public void close() {
			this.body.close();
		}

	}

	/**
	 * Read and closed by one thread at a time.
	 */
	private static final class Body extends InputStream {

		private static final int PREFETCH = 16;

		private static final byte[] NONE = {};

		/** What comes, in its order; the end of it is an element, too. */
		private final Stream<Signal<byte[]>> signals;

		private @Nullable Iterator<Signal<byte[]>> iterator;

		private byte[] piece = NONE;

		private int position;

		private boolean ended;

		Body(Connection connection) {
			this.signals = connection.inbound().receive().asByteArray().materialize().toStream(PREFETCH);
		}

		@Override
		public int read() throws IOException {
			return hasMore() ? this.piece[this.position++] & 0xFF : -1;
		}

		@Override
		public int read(byte[] bytes, int from, int count) throws IOException {
			if (count == 0) {
				return 0;
			}
			if (!hasMore()) {
				return -1;
			}
			int part = Math.min(count, available());
			System.arraycopy(this.piece, this.position, bytes, from, part);
			this.position += part;
			return part;
		}

		private boolean hasMore() throws IOException {
			while (!this.ended && available() == 0) {
				Signal<byte[]> signal = next();
				byte[] bytes = signal.get();
				this.piece = (bytes != null) ? bytes : NONE;
				this.position = 0;
				this.ended = !signal.isOnNext();
				Throwable error = signal.getThrowable();
				if (error != null) {
					throw (error instanceof IOException io) ? io : new IOException(error.getMessage(), error);
				}
			}
			return available() > 0;
		}

		private Signal<byte[]> next() throws IOException {
			try {
				Iterator<Signal<byte[]>> iterator = this.iterator;
				if (iterator == null) {
					iterator = this.signals.iterator();
					this.iterator = iterator;
				}
				return iterator.next();
			}
			catch (RuntimeException ex) {
				// An interrupt, after which nothing comes any more.
				this.ended = true;
				throw new IOException(ex.getMessage(), (ex.getCause() != null) ? ex.getCause() : ex);
			}
		}

		@Override
		public int available() {
			return this.piece.length - this.position;
		}

		@Override
		public void close() {
			this.ended = true;
			this.piece = NONE;
			this.position = 0;
			this.signals.close();
		}

	}

}
