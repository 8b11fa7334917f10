package io.github.tencentcloud.resilience.webclient;

import java.util.function.UnaryOperator;

import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * A response with another body than the one it came with. The response that it is made of
 * belongs to the HTTP client, and stays as it is.
 */
final class ResponseCopy {

	private final ClientResponse response;

	private final ClientResponse.Builder copy;

	private Flux<DataBuffer> body = Flux.empty();

	/**
	 * Give a response another body.
	 * @param response the response
	 * @param change makes the other body of the one it has
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
	 * The response without the headers that speak of the bytes as they were sent.
	 * Spring's own copy shares its headers with the original, and those of some HTTP
	 * clients cannot be changed.
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

	/** The lists of values are shared, since nobody can change them in a response. */
	private void copyHeaders(HttpHeaders copy) {
		this.response.headers().asHttpHeaders().forEach((name, values) -> {
			if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)
					&& !name.equalsIgnoreCase(HttpHeaders.CONTENT_ENCODING)) {
				copy.put(name, values);
			}
		});
	}

}
