package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import reactor.netty.DisposableServer;

import io.github.tencentcloud.resilience.LoopbackHttp;

/**
 * A server that sends whoever calls it to another host, which remembers the tokens that
 * it gets.
 */
final class RedirectingServer implements AutoCloseable {

	private final List<String> tokens = new CopyOnWriteArrayList<>();

	private final DisposableServer elsewhere = LoopbackHttp.server().handle((request, response) -> {
		this.tokens.add(String.valueOf(request.requestHeaders().get("X-TC-Token")));
		return response.send();
	}).bindNow();

	private final DisposableServer here = LoopbackHttp.server()
		.handle((request, response) -> response.status(302)
			.header("Location", "http://127.0.0.1:" + this.elsewhere.port() + "/")
			.send())
		.bindNow();

	String host() {
		return "localhost:" + this.here.port();
	}

	/** What has come to the other host, {@code null} as text where there was none. */
	List<String> tokens() {
		return this.tokens;
	}

	@Override
	public void close() {
		this.here.disposeNow();
		this.elsewhere.disposeNow();
	}

}
