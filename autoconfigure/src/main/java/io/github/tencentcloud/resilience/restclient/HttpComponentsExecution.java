package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.util.function.Consumer;

import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Executes guarded requests over HttpComponents. No interrupt ends what that waits for,
 * and to close a response it reads the rest of it, however long that takes. But its own
 * requests can be cancelled, and this is told of them as they pass.
 */
public final class HttpComponentsExecution implements RequestExecution, ExecChainHandler {

	/** The request is executed on the thread that asks for it. */
	private final ThreadLocal<@Nullable Consumer<Runnable>> cancellers = new ThreadLocal<>();

	/**
	 * Create it.
	 */
	public HttpComponentsExecution() {
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
	public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
			throws IOException, HttpException {
		Consumer<Runnable> canceller = this.cancellers.get();
		if (canceller != null && scope.originalRequest instanceof Cancellable cancellable) {
			canceller.accept(cancellable::cancel);
		}
		return chain.proceed(request, scope);
	}

}
