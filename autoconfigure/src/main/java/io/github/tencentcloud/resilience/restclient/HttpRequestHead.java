package io.github.tencentcloud.resilience.restclient;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;

import io.github.tencentcloud.resilience.engine.RequestHead;

/**
 * What a {@code RestClient} sends before the body.
 *
 * @param request the request
 * @param attributes its attributes, and those of the scope that it is sent in
 */
record HttpRequestHead(HttpRequest request, Map<String, Object> attributes) implements RequestHead {

	@Override
	public String method() {
		return this.request.getMethod().name();
	}

	@Override
	public URI uri() {
		return this.request.getURI();
	}

	@Override
	public @Nullable String header(String name) {
		return this.request.getHeaders().getFirst(name);
	}

}
