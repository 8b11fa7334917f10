package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

import io.github.tencentcloud.resilience.TencentCloudAttributes;

/**
 * A request to an address that nobody knows, which is the client's own request with a
 * different look. Only if it turns out to come from an annotated interface, as its
 * attributes tell by the time it gets a body, it is guarded after all.
 */
class UndecidedRequest implements ClientHttpRequest {

	private final RestClientCalls calls;

	private final RequestSender sender;

	private final ClientHttpRequest request;

	/** The body of a request that is guarded. */
	private @Nullable RequestBody body;

	UndecidedRequest(RestClientCalls calls, RequestSender sender, ClientHttpRequest request) {
		this.calls = calls;
		this.sender = sender;
		this.request = request;
	}

	static ClientHttpRequest of(RestClientCalls calls, RequestSender sender, ClientHttpRequest request) {
		return (request instanceof StreamingHttpOutputMessage streaming)
				? new Streaming(calls, sender, request, streaming) : new UndecidedRequest(calls, sender, request);
	}

	@Nullable RequestBody guardedBody() {
		if (this.body == null && this.request.getAttributes().containsKey(TencentCloudAttributes.ANNOTATED)) {
			this.body = new RequestBody();
		}
		return this.body;
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
	public HttpHeaders getHeaders() {
		return this.request.getHeaders();
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.request.getAttributes();
	}

	@Override
	public OutputStream getBody() throws IOException {
		RequestBody body = guardedBody();
		return (body != null) ? body.stream() : this.request.getBody();
	}

	@Override
	public ClientHttpResponse execute() throws IOException {
		RequestBody body = guardedBody();
		return (body != null) ? this.calls.execute(this, body, this.sender) : this.request.execute();
	}

	/** Most clients write a body while they send it. */
	private static final class Streaming extends UndecidedRequest implements StreamingHttpOutputMessage {

		private final StreamingHttpOutputMessage request;

		Streaming(RestClientCalls calls, RequestSender sender, ClientHttpRequest request,
				StreamingHttpOutputMessage streaming) {
			super(calls, sender, request);
			this.request = streaming;
		}

		@Override
		public void setBody(Body body) {
			RequestBody guarded = guardedBody();
			if (guarded != null) {
				guarded.set(body);
			}
			else {
				this.request.setBody(body);
			}
		}

	}

}
