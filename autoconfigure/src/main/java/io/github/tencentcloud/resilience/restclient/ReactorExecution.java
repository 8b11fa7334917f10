package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Signal;
import reactor.netty.Connection;
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
	private final ThreadLocal<@Nullable Exchange> exchanges = new ThreadLocal<>();

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
			Exchange exchange = this.exchanges.get();
			return (exchange != null) ? connect.doOnNext(exchange::answered) : connect;
		});
	}

	@Override
	public ClientHttpResponse execute(ClientHttpRequest request, Consumer<Runnable> canceller) throws IOException {
		Exchange exchange = new Exchange();
		this.exchanges.set(exchange);
		ClientHttpResponse response;
		try {
			response = request.execute();
		}
		catch (IOException | RuntimeException ex) {
			// After an interrupt, Spring drops a response that is on its way to it.
			exchange.end();
			throw ex;
		}
		finally {
			this.exchanges.remove();
		}
		Connection connection = exchange.connection();
		if (connection == null) {
			return response;
		}
		Body body = new Body(connection, exchange);
		canceller.accept(exchange::end);
		return new Response(response, body);
	}

	/**
	 * What there is of an exchange, which is answered on the event loop of its connection
	 * and ended by any thread, before or after that.
	 */
	private static final class Exchange {

		private @Nullable Connection connection;

		private @Nullable EventLoop loop;

		private boolean ended;

		void answered(Connection connection) {
			if (!isAwaited(connection)) {
				connection.dispose();
			}
		}

		private synchronized boolean isAwaited(Connection connection) {
			this.connection = connection;
			// When its response has ended, the connection cannot tell it any more.
			this.loop = connection.channel().eventLoop();
			return !this.ended;
		}

		synchronized @Nullable Connection connection() {
			return this.connection;
		}

		synchronized boolean isEnded() {
			return this.ended;
		}

		/**
		 * Drop what has come and has not been read, and break off what is still to come.
		 * Only the event loop knows whether that is anything: if not, another exchange
		 * may have the connection by then. Who reads and waits is woken.
		 */
		synchronized void end() {
			this.ended = true;
			if (this.connection != null && this.loop != null) {
				try {
					this.loop.execute(this.connection::dispose);
				}
				catch (RejectedExecutionException ex) {
					// It has been shut down, and has closed its connections.
				}
			}
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
	 * Read by one thread at a time. Another one may close it, which ends the exchange and
	 * the wait of the one that reads.
	 */
	private static final class Body extends InputStream {

		private static final int PREFETCH = 16;

		private static final byte[] NONE = {};

		/** What comes, in its order; the end of it is an element, too. */
		private final Stream<Signal<byte[]>> signals;

		private final Exchange exchange;

		private @Nullable Iterator<Signal<byte[]>> iterator;

		private byte[] piece = NONE;

		private int position;

		private boolean ended;

		Body(Connection connection, Exchange exchange) {
			this.exchange = exchange;
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
				if (this.ended && this.exchange.isEnded()) {
					throw new IOException("The exchange has been ended before its body");
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
			if (!this.ended) {
				this.ended = true;
				this.exchange.end();
			}
			this.piece = NONE;
			this.position = 0;
		}

	}

}
