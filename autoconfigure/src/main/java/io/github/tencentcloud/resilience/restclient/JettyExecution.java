package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

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
	private final ThreadLocal<@Nullable Consumer<Runnable>> cancellers = new ThreadLocal<>();

	/**
	 * Create it.
	 */
	public JettyExecution() {
		// Nothing is executed yet.
	}

	@Override
	public ClientHttpResponse execute(ClientHttpRequest request, Consumer<Runnable> canceller) throws IOException {
		this.cancellers.set(canceller);
		try {
			return request.execute();
		}
		finally {
			this.cancellers.remove();
		}
	}

	@Override
	public void onQueued(Request request) {
		Consumer<Runnable> canceller = this.cancellers.get();
		if (canceller != null) {
			canceller.accept(() -> request.abort(new CancellationException("The attempt was given up")));
		}
	}

}
