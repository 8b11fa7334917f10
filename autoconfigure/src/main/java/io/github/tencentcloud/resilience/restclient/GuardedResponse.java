package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.blocking.Delivery;

/**
 * The response that the caller gets.
 */
final class GuardedResponse implements ClientHttpResponse {

	private final Delivery delivery;

	private final HttpReceived received;

	private final HttpHeaders headers;

	GuardedResponse(Delivery delivery) {
		this.delivery = delivery;
		this.received = (HttpReceived) delivery.received();
		this.headers = headers(this.received.allHeaders(), delivery);
	}

	private static HttpHeaders headers(HttpHeaders sent, Delivery delivery) {
		TencentCloudFailure failure = delivery.failure();
		if (!delivery.changed() && failure == null) {
			return sent;
		}
		HttpHeaders headers = new HttpHeaders();
		headers.putAll(sent);
		if (delivery.changed()) {
			headers.remove(HttpHeaders.CONTENT_LENGTH);
			headers.remove(HttpHeaders.CONTENT_ENCODING);
		}
		if (failure != null) {
			headers.set(FailureHeader.NAME, FailureHeader.write(failure));
		}
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return this.received.statusCode();
	}

	@Override
	public String getStatusText() {
		return this.received.statusText();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return this.delivery.body();
	}

	@Override
	public void close() {
		try {
			this.delivery.body().close();
		}
		catch (IOException | RuntimeException ex) {
			// Whoever closes it wants nothing of it any more. That of Reactor Netty
			// throws
			// unchecked exceptions if it has not begun.
		}
		this.received.close();
	}

}
