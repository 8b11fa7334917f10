package io.github.tencentcloud.resilience.webclient;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.engine.ResponseHead;

/**
 * The head of a {@code WebClient}'s response.
 *
 * @param response the response
 */
record ClientResponseHead(ClientResponse response) implements ResponseHead {

	@Override
	public int status() {
		return this.response.statusCode().value();
	}

	@Override
	public List<String> headers(String name) {
		return this.response.headers().asHttpHeaders().getOrEmpty(name);
	}

	@Override
	public @Nullable String header(String name) {
		return this.response.headers().asHttpHeaders().getFirst(name);
	}

}
