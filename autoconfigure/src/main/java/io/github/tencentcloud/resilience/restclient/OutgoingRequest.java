package io.github.tencentcloud.resilience.restclient;

import java.net.URI;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;

/**
 * A request as it is sent, with headers and attributes of its own: what others add to it
 * on the way is not there the next time.
 *
 * @param method the method
 * @param uri the address
 * @param headers the headers, which may be changed
 * @param attributes the attributes, which may be changed
 */
record OutgoingRequest(HttpMethod method, URI uri, HttpHeaders headers,
		Map<String, Object> attributes) implements HttpRequest {

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

}
