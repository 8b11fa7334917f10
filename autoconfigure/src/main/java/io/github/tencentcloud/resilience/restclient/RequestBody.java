package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.StreamingHttpOutputMessage.Body;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.util.FastByteArrayOutputStream;
import org.springframework.util.StreamUtils;

/**
 * The body that the caller wants to be sent. It is written once, when it is first needed
 * as a whole, so that each attempt sends the same bytes; if it never is, it goes out as
 * it is written.
 */
final class RequestBody {

	private static final byte[] NONE = {};

	private @Nullable Body body;

	private @Nullable FastByteArrayOutputStream stream;

	private byte @Nullable [] bytes;

	/** A body that is there already. */
	static RequestBody of(byte[] bytes) {
		RequestBody body = new RequestBody();
		body.bytes = bytes;
		return body;
	}

	void set(Body body) {
		if (this.stream != null) {
			throw new IllegalStateException("The body has been written already");
		}
		this.body = body;
	}

	OutputStream stream() {
		if (this.body != null) {
			throw new IllegalStateException("The body has been set already");
		}
		FastByteArrayOutputStream stream = this.stream;
		if (stream == null) {
			stream = new FastByteArrayOutputStream(1024);
			this.stream = stream;
		}
		return stream;
	}

	/** All of it. */
	byte[] bytes() throws IOException {
		byte[] bytes = this.bytes;
		if (bytes == null) {
			if (this.body != null) {
				FastByteArrayOutputStream written = new FastByteArrayOutputStream(1024);
				this.body.writeTo(StreamUtils.nonClosing(written));
				bytes = written.toByteArrayUnsafe();
			}
			else {
				bytes = (this.stream != null) ? this.stream.toByteArrayUnsafe() : NONE;
			}
			this.bytes = bytes;
		}
		return bytes;
	}

	/** Give it to a request, as it is. */
	void writeTo(ClientHttpRequest request) throws IOException {
		if (this.bytes == null && this.body != null) {
			write(this.body, request);
			return;
		}
		byte[] bytes = bytes();
		if (bytes.length == 0) {
			return;
		}
		if (request instanceof StreamingHttpOutputMessage streaming) {
			streaming.setBody(bytes);
		}
		else {
			StreamUtils.copy(bytes, request.getBody());
		}
	}

	/**
	 * Give it to a request that its client must not send again by itself.
	 * @param always even if it is empty, so that there is something that cannot be
	 * repeated
	 */
	void writeOnce(ClientHttpRequest request, boolean always) throws IOException {
		byte[] bytes = bytes();
		if (bytes.length > 0 || always) {
			request.getHeaders().setContentLength(bytes.length);
			// What can be repeated would be a body that says so.
			write((stream) -> stream.write(bytes), request);
		}
	}

	private static void write(Body body, ClientHttpRequest request) throws IOException {
		if (request instanceof StreamingHttpOutputMessage streaming) {
			streaming.setBody(body);
		}
		else {
			body.writeTo(StreamUtils.nonClosing(request.getBody()));
		}
	}

}
