package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Executes guarded requests over Jetty. An interrupt lets the caller go there, but the
 * exchange goes on and keeps its connection. It can be aborted, and this is told of it as
 * it begins.
 */
public final class JettyExecution implements RequestExecution, Request.Listener {

	/** Requests are queued by the thread that executes them. */
	private final ThreadLocal<@Nullable Exchange> exchanges = new ThreadLocal<>();

	/**
	 * Create it.
	 */
	public JettyExecution() {
		// Nothing is executed yet.
	}

	/**
	 * Prepare a client for guarded requests.
	 * @param client the client, not started yet
	 */
	public void prepare(HttpClient client) {
		client.getRequestListeners().addListener(this);
		JettyGzip.addTo(client);
	}

	/**
	 * Spring starts the client with its first request. An interrupt would make that fail,
	 * and so keep a client that starts slowly from ever starting.
	 */
	@Override
	public void begin(Consumer<Runnable> canceller) {
		canceller.accept(() -> {
			// It ends as soon as the client has started.
		});
	}

	@Override
	public ClientHttpResponse execute(ClientHttpRequest request, Consumer<Runnable> canceller) throws IOException {
		Exchange exchange = new Exchange(canceller);
		this.exchanges.set(exchange);
		try {
			return request.execute();
		}
		catch (IOException | RuntimeException ex) {
			// After an interrupt, the exchange would go on without its caller.
			exchange.abort();
			throw ex;
		}
		finally {
			this.exchanges.remove();
		}
	}

	@Override
	public void onQueued(Request request) {
		Exchange exchange = this.exchanges.get();
		if (exchange != null) {
			exchange.begin(request);
		}
	}

	/** Used by the thread that executes the request, but for the abort. */
	private static final class Exchange {

		private final Consumer<Runnable> canceller;

		private volatile @Nullable Request request;

		Exchange(Consumer<Runnable> canceller) {
			this.canceller = canceller;
		}

		void begin(Request request) {
			this.request = request;
			this.canceller.accept(this::abort);
		}

		void abort() {
			Request request = this.request;
			if (request != null) {
				request.abort(new CancellationException("The attempt was given up"));
			}
		}

	}

}
