package io.github.tencentcloud.resilience.webclient;

import java.util.function.UnaryOperator;

import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * A copy of a response with another body. The original belongs to the HTTP client, and is
 * not changed.
 */
final class ResponseCopy {

	private final ClientResponse response;

	private final ClientResponse.Builder copy;

	private Flux<DataBuffer> body = Flux.empty();

	/**
	 * Copy a response with another body.
	 * @param response the response
	 * @param change makes the new body from the original one
	 */
	ResponseCopy(ClientResponse response, UnaryOperator<Flux<DataBuffer>> change) {
		this.response = response;
		this.copy = response.mutate().request(response.request()).body((body) -> {
			this.body = change.apply(body);
			return this.body;
		});
	}

	/** The response, with all of its headers. */
	ClientResponse response() {
		return this.copy.build();
	}

	/**
	 * The response without the headers that describe the bytes as they were sent.
	 * Spring's own copy shares its headers with the original, and those of some HTTP
	 * clients are read-only.
	 */
	ClientResponse decoded() {
		HttpHeaders headers = this.response.headers().asHttpHeaders();
		if (!headers.containsHeader(HttpHeaders.CONTENT_LENGTH)
				&& !headers.containsHeader(HttpHeaders.CONTENT_ENCODING)) {
			return response();
		}
		return ClientResponse.create(this.response.statusCode(), this.response.strategies())
			.headers(this::copyHeaders)
			.cookies((cookies) -> cookies.addAll(this.response.cookies()))
			.request(this.response.request())
			.body(this.body)
			.build();
	}

	/** The lists of values are shared, since a response's headers are read-only. */
	private void copyHeaders(HttpHeaders copy) {
		this.response.headers().asHttpHeaders().forEach((name, values) -> {
			if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)
					&& !name.equalsIgnoreCase(HttpHeaders.CONTENT_ENCODING)) {
				copy.put(name, values);
			}
		});
	}

}
