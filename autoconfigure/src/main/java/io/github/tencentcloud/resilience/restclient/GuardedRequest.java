package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request that is meant for Tencent Cloud. It collects what the caller wants, and the
 * client's own requests are made of it, one for each attempt.
 */
final class GuardedRequest implements ClientHttpRequest, StreamingHttpOutputMessage {

	private final RestClientCalls calls;

	private final RequestSender sender;

	private final URI uri;

	private final HttpMethod method;

	private final HttpHeaders headers = new HttpHeaders();

	private final Map<String, Object> attributes = new LinkedHashMap<>();

	private final RequestBody body = new RequestBody();

	private boolean executed;

	GuardedRequest(RestClientCalls calls, RequestSender sender, URI uri, HttpMethod method) {
		this.calls = calls;
		this.sender = sender;
		this.uri = uri;
		this.method = method;
	}

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

	@Override
	public OutputStream getBody() {
		return this.body.stream();
	}

	@Override
	public void setBody(Body body) {
		this.body.set(body);
	}

	@Override
	public ClientHttpResponse execute() throws IOException {
		if (this.executed) {
			throw new IllegalStateException("The request has been sent already");
		}
		this.executed = true;
		return this.calls.execute(this, this.body, this.sender);
	}

}
