package io.github.tencentcloud.resilience.webclient;

import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * The connection over which a request is sent, if cancelling the request may leave it
 * open. If its caller leaves just as the headers of the answer arrive over Reactor Netty,
 * Spring (7.0.9) reads the body in his place, and a body need not have an end.
 */
interface ClientConnection {

	/** Close it, unless the answer has ended. May be called from any thread. */
	void close();

	/** The connection of a request that is about to be written. */
	static @Nullable ClientConnection of(ClientHttpRequest request) {
		return Redirects.isOfReactorNetty(request) ? ReactorNetty.of(request) : null;
	}

	/**
	 * Loaded only where it is on the class path.
	 *
	 * @param connection the connection, for as long as its answer has not ended
	 * @param loop its event loop, which the connection cannot tell any more then
	 */
	record ReactorNetty(Connection connection, EventLoop loop) implements ClientConnection {

		static @Nullable ClientConnection of(ClientHttpRequest request) {
			Object nativeRequest = request.getNativeRequest();
			return (nativeRequest instanceof Connection connection)
					? new ReactorNetty(connection, connection.channel().eventLoop()) : null;
		}

		/**
		 * Only the event loop knows whether the answer has ended: if so, another request
		 * may have the connection by then.
		 */
		@Override
		public void close() {
			try {
				this.loop.execute(this.connection::dispose);
			}
			catch (RejectedExecutionException ex) {
				// It has been shut down, and has closed its connections.
			}
		}

	}

}
