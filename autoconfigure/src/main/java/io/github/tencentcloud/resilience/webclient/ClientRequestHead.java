package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.ClientRequest;

import io.github.tencentcloud.resilience.engine.RequestHead;

/**
 * The head of a {@code WebClient}'s request.
 *
 * @param request the request
 */
record ClientRequestHead(ClientRequest request) implements RequestHead {

	@Override
	public String method() {
		return this.request.method().name();
	}

	@Override
	public URI uri() {
		return this.request.url();
	}

	@Override
	public @Nullable String header(String name) {
		return this.request.headers().getFirst(name);
	}

	@Override
	public Map<String, Object> attributes() {
		return this.request.attributes();
	}

}
