package io.github.tencentcloud.resilience.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.handler.codec.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

import io.github.tencentcloud.resilience.LoopbackHttp;

/**
 * A server that answers each request with success and remembers its address and headers.
 */
final class Receiver implements AutoCloseable {

	private final List<HttpHeaders> requests = new CopyOnWriteArrayList<>();

	private final List<String> bodies = new CopyOnWriteArrayList<>();

	private final List<String> uris = new CopyOnWriteArrayList<>();

	private final DisposableServer server;

	Receiver() {
		this("{\"Response\":{\"RequestId\":\"1\"}}");
	}

	/** A server that answers something else. */
	Receiver(String answer) {
		this(answer, "application/json");
	}

	Receiver(String answer, String contentType) {
		this.server = LoopbackHttp.server().handle((request, response) -> {
			this.uris.add(request.uri());
			this.requests.add(request.requestHeaders().copy());
			return request.receive()
				.aggregate()
				.asString()
				.doOnNext(this.bodies::add)
				.then()
				.thenMany(response.header("Content-Type", contentType).sendString(Mono.just(answer)));
		}).bindNow();
	}

	/** How many requests have come. */
	int count() {
		return this.requests.size();
	}

	/** As for {@code products.<name>.host}. */
	String host() {
		return "127.0.0.1:" + this.server.port();
	}

	HttpHeaders last() {
		return this.requests.get(this.requests.size() - 1);
	}

	/** Path and query of the last request. */
	String lastUri() {
		return this.uris.get(this.uris.size() - 1);
	}

	/** The last body that was not empty. */
	String body() {
		return this.bodies.get(this.bodies.size() - 1);
	}

	String authorization() {
		return String.valueOf(last().get("Authorization"));
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

}
