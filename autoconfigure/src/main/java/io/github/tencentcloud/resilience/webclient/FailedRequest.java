package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.TencentCloudFailure;

/**
 * The request of a response that failed. It carries the failure, so that it can be found
 * in exceptions made from the response later.
 */
record FailedRequest(HttpRequest request, Map<String, Object> attributes) implements HttpRequest {

	/** The response, with its request marked as failed. */
	static ClientResponse of(ClientResponse response, TencentCloudFailure failure) {
		Map<String, Object> attributes = new HashMap<>(response.request().getAttributes());
		attributes.put(WebClientFailureReader.ATTRIBUTE, failure);
		return response.mutate().request(new FailedRequest(response.request(), attributes)).build();
	}

	@Override
	public HttpMethod getMethod() {
		return this.request.getMethod();
	}

	@Override
	public URI getURI() {
		return this.request.getURI();
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.request.getHeaders();
	}

}
