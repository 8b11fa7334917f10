package io.github.tencentcloud.resilience.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response whose body has been read.
 */
final class HandWrittenResponse implements ClientHttpResponse {

	private final ClientHttpResponse response;

	private final byte[] content;

	HandWrittenResponse(ClientHttpResponse response) throws IOException {
		this.response = response;
		this.content = response.getBody().readAllBytes();
	}

	byte[] content() {
		return this.content;
	}

	@Override
	public InputStream getBody() {
		return new ByteArrayInputStream(this.content);
	}

	@Override
	public HttpStatusCode getStatusCode() throws IOException {
		return this.response.getStatusCode();
	}

	@Override
	public String getStatusText() throws IOException {
		return this.response.getStatusText();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.response.getHeaders();
	}

	@Override
	public void close() {
		this.response.close();
	}

}
