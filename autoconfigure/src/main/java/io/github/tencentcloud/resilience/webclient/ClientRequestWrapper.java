package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * Wraps another request, with something changed. Unlike {@link ClientRequest#from} it
 * copies neither headers nor cookies, which are most of the cost of a copy.
 */
class ClientRequestWrapper implements ClientRequest {

	private final ClientRequest request;

	ClientRequestWrapper(ClientRequest request) {
		this.request = request;
	}

	/**
	 * The request with one more attribute. Hardly anybody asks for the attributes once
	 * the filter has seen them, so they are only copied then.
	 */
	static ClientRequest withAttribute(ClientRequest request, String attribute) {
		return new ClientRequestWrapper(request) {

			@Override
			public Map<String, Object> attributes() {
				Map<String, Object> attributes = new HashMap<>(super.attributes());
				attributes.put(attribute, true);
				return Collections.unmodifiableMap(attributes);
			}

		};
	}

	@Override
	public HttpMethod method() {
		return this.request.method();
	}

	@Override
	public URI url() {
		return this.request.url();
	}

	@Override
	public HttpHeaders headers() {
		return this.request.headers();
	}

	@Override
	public MultiValueMap<String, String> cookies() {
		return this.request.cookies();
	}

	@Override
	public BodyInserter<?, ? super ClientHttpRequest> body() {
		return this.request.body();
	}

	@Override
	public Map<String, Object> attributes() {
		return this.request.attributes();
	}

	@Override
	public @Nullable Consumer<ClientHttpRequest> httpRequest() {
		return this.request.httpRequest();
	}

	@Override
	public String logPrefix() {
		return this.request.logPrefix();
	}

	@Override
	public Mono<Void> writeTo(ClientHttpRequest message, ExchangeStrategies strategies) {
		return this.request.writeTo(message, strategies);
	}

}
