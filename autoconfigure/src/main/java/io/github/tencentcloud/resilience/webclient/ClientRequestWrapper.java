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

	private final Map<String, Object> attributes;

	ClientRequestWrapper(ClientRequest request) {
		this(request, request.attributes());
	}

	private ClientRequestWrapper(ClientRequest request, Map<String, Object> attributes) {
		this.request = request;
		this.attributes = attributes;
	}

	/** The request with one more attribute. */
	static ClientRequest withAttribute(ClientRequest request, String attribute) {
		Map<String, Object> attributes = new HashMap<>(request.attributes());
		attributes.put(attribute, true);
		return new ClientRequestWrapper(request, Collections.unmodifiableMap(attributes));
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
		return this.attributes;
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
