package io.github.tencentcloud.resilience;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * A server for clients of both kinds that is none: it gives the same answer to each
 * request, whatever its address, and remembers the requests.
 */
public final class InMemoryServer {

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private volatile String answer;

	public InMemoryServer(String answer) {
		this.answer = answer;
	}

	public void answers(String answer) {
		this.answer = answer;
	}

	public Request last() {
		return this.requests.get(this.requests.size() - 1);
	}

	/** Instead of what {@code WebClient} would send with. */
	public ExchangeFunction exchangeFunction() {
		return (request) -> {
			this.requests.add(new Request(request.method(), request.url(), request.headers(), request.attributes()));
			return Mono.just(ClientResponse.create(HttpStatus.OK)
				.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
				.body(this.answer)
				.build());
		};
	}

	/** Instead of what {@code RestClient} would send with. */
	public ClientHttpRequestFactory requestFactory() {
		return (uri, method) -> new MockClientHttpRequest(method, uri) {

			@Override
			protected ClientHttpResponse executeInternal() {
				InMemoryServer.this.requests
					.add(new Request(getMethod(), getURI(), getHeaders(), Map.copyOf(getAttributes())));
				MockClientHttpResponse response = new MockClientHttpResponse(
						InMemoryServer.this.answer.getBytes(StandardCharsets.UTF_8), HttpStatus.OK);
				response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
				return response;
			}

		};
	}

	/**
	 * What a client has sent.
	 *
	 * @param method the HTTP method
	 * @param uri the address
	 * @param headers the headers
	 * @param attributes the attributes that the request had when it was sent
	 */
	public record Request(HttpMethod method, URI uri, HttpHeaders headers, Map<String, Object> attributes) {

		public String header(String name) {
			return this.headers.getFirst(name);
		}

	}

}
