package io.github.tencentcloud.resilience.restclient;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
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

	/** What the body comes to, if that is known and nothing is decoded, or -1. */
	private final long length;

	/** Ends the exchange, if the client can do that. */
	private final @Nullable Runnable canceller;

	private HttpReceived(ClientHttpResponse response, HttpMethod method, @Nullable Runnable canceller)
			throws IOException {
		this.response = response;
		this.status = response.getStatusCode();
		this.statusText = response.getStatusText();
		this.headers = response.getHeaders();
		this.body = new Body(response.getBody());
		this.length = hasNoBody(method, this.status.value()) ? 0 : length(this.headers);
		this.canceller = canceller;
	}

	/** Whatever its headers say (RFC 9112, section 6.3). */
	private static boolean hasNoBody(HttpMethod method, int status) {
		return method == HttpMethod.HEAD || status < 200 || status == 204 || status == 304;
	}

	private static long length(HttpHeaders headers) {
		return headers.containsHeader(HttpHeaders.TRANSFER_ENCODING) ? -1 : headers.getContentLength();
	}

	/**
	 * Take a response over; if its head cannot be read, it is closed.
	 * @throws ProtocolException if its status is one that HTTP does not have
	 */
	static HttpReceived of(ClientHttpResponse response, HttpMethod method, @Nullable Runnable canceller)
			throws IOException {
		try {
			return new HttpReceived(response, method, canceller);
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
	public long contentLength() {
		return this.length;
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
		if (!hasArrived()) {
			abort();
		}
		try {
			this.response.close();
		}
		catch (RuntimeException ex) {
			// Whatever is wrong with it, the call goes on.
		}
	}

	private boolean hasArrived() {
		try {
			byte[] bytes = null;
			for (int rest = LITTLE; !this.body.ended && rest > 0 && hasMore();) {
				bytes = (bytes != null) ? bytes : new byte[LITTLE];
				rest -= this.body.read(bytes, 0, rest);
			}
			return this.body.ended;
		}
		catch (IOException | RuntimeException ex) {
			return false;
		}
	}

	/**
	 * Whether nobody waits who reads on. When all has come, only the end is left, and who
	 * has not read that does not get the connection back.
	 */
	private boolean hasMore() throws IOException {
		return this.body.size == this.length || this.body.available() > 0;
	}

	@Override
	public void abort() {
		abort(this.response, this.canceller);
	}

	private static void abort(ClientHttpResponse response, @Nullable Runnable canceller) {
		try {
			if (canceller != null) {
				canceller.run();
			}
			response.getBody().close();
		}
		catch (IOException | RuntimeException ex) {
			// It is gone.
		}
	}

	/** Knows how much of it has been read, and whether that was all. */
	private static final class Body extends FilterInputStream {

		private long size;

		private volatile boolean ended;

		Body(InputStream body) {
			super(body);
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			came((read < 0) ? read : 1);
			return read;
		}

		@Override
		public int read(byte[] bytes, int from, int count) throws IOException {
			int read = super.read(bytes, from, count);
			came(read);
			return read;
		}

		private void came(int read) {
			this.ended = read < 0;
			this.size += Math.max(read, 0);
		}

	}

}
