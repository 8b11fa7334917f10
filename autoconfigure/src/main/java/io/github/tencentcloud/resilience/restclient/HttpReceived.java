package io.github.tencentcloud.resilience.restclient;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

import io.github.tencentcloud.resilience.blocking.Received;
import io.github.tencentcloud.resilience.engine.ResponseHead;

/**
 * A response of Spring's blocking HTTP clients. What stands before its body is read at
 * once, since some clients cannot tell it any more when the body is gone.
 */
final class HttpReceived implements Received, ResponseHead {

	/** How much of a body that nobody wants is read to keep its connection. */
	private static final int LITTLE = 8 * 1024;

	private final ClientHttpResponse response;

	private final HttpStatusCode status;

	private final String statusText;

	private final HttpHeaders headers;

	private final Body body;

	/** Ends the exchange, if the client can do that. */
	private final @Nullable Runnable canceller;

	private HttpReceived(ClientHttpResponse response, @Nullable Runnable canceller) throws IOException {
		this.response = response;
		this.status = response.getStatusCode();
		this.statusText = response.getStatusText();
		this.headers = response.getHeaders();
		this.body = new Body(response.getBody());
		this.canceller = canceller;
	}

	/**
	 * Take a response over; if its head cannot be read, it is closed.
	 * @throws ProtocolException if its status is one that HTTP does not have
	 */
	static HttpReceived of(ClientHttpResponse response, @Nullable Runnable canceller) throws IOException {
		try {
			return new HttpReceived(response, canceller);
		}
		catch (IllegalArgumentException ex) {
			abort(response, canceller);
			throw new ProtocolException("The answer is no HTTP: " + ex.getMessage());
		}
		catch (IOException | RuntimeException ex) {
			abort(response, canceller);
			throw ex;
		}
	}

	HttpStatusCode statusCode() {
		return this.status;
	}

	String statusText() {
		return this.statusText;
	}

	HttpHeaders allHeaders() {
		return this.headers;
	}

	@Override
	public ResponseHead head() {
		return this;
	}

	@Override
	public int status() {
		return this.status.value();
	}

	@Override
	public List<String> headers(String name) {
		return this.headers.getOrEmpty(name);
	}

	@Override
	public @Nullable String header(String name) {
		return this.headers.getFirst(name);
	}

	@Override
	public InputStream body() {
		return this.body;
	}

	/**
	 * Spring reads what is left to its end, however long that takes. So only what has
	 * arrived by now is read, and the rest is broken off.
	 */
	@Override
	public void close() {
		try {
			if (!hasArrived()) {
				abort();
			}
		}
		catch (IOException | RuntimeException ex) {
			abort();
		}
		this.response.close();
	}

	private boolean hasArrived() throws IOException {
		if (this.body.ended) {
			return true;
		}
		byte[] bytes = null;
		for (int rest = LITTLE; rest > 0 && this.body.available() > 0;) {
			bytes = (bytes != null) ? bytes : new byte[LITTLE];
			int read = this.body.read(bytes, 0, rest);
			if (read < 0) {
				return true;
			}
			rest -= read;
		}
		return false;
	}

	@Override
	public void abort() {
		abort(this.response, this.canceller);
	}

	private static void abort(ClientHttpResponse response, @Nullable Runnable canceller) {
		if (canceller != null) {
			canceller.run();
		}
		try {
			response.getBody().close();
		}
		catch (IOException | RuntimeException ex) {
			// It is gone.
		}
	}

	/** Knows whether it has been read to its end. */
	private static final class Body extends FilterInputStream {

		private volatile boolean ended;

		Body(InputStream body) {
			super(body);
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			this.ended = read < 0;
			return read;
		}

		@Override
		public int read(byte[] bytes, int from, int count) throws IOException {
			int read = super.read(bytes, from, count);
			this.ended = read < 0;
			return read;
		}

	}

}
