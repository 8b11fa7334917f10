package io.github.tencentcloud.resilience.sdk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import okhttp3.Call;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.blocking.Received;
import io.github.tencentcloud.resilience.engine.ResponseHead;

/**
 * A response of OkHttp.
 */
final class SdkReceived implements Received, ResponseHead {

	private static final String EVENT_STREAM = "text/event-stream";

	private final Call call;

	private final Response response;

	private final Body body;

	private SdkReceived(Call call, Response response, ResponseBody body) {
		this.call = call;
		this.response = response;
		this.body = new Body(body.byteStream());
	}

	/** Send a call, and wait for the headers of its response. */
	static SdkReceived of(Call call) throws IOException {
		Response response = call.execute();
		ResponseBody body = response.body();
		if (body == null) {
			throw new IllegalStateException("A response that has just come has a body");
		}
		return new SdkReceived(call, response, body);
	}

	@Override
	public ResponseHead head() {
		return this;
	}

	@Override
	public int status() {
		return this.response.code();
	}

	@Override
	public List<String> headers(String name) {
		return this.response.headers(name);
	}

	@Override
	public @Nullable String header(String name) {
		return this.response.header(name);
	}

	@Override
	public InputStream body() {
		return this.body;
	}

	/** Whether the SDK takes it for a stream. */
	boolean isStream() {
		return EVENT_STREAM.equals(header("Content-Type"));
	}

	/** The same response with its body as the caller is to read it. */
	Response with(InputStream body, boolean guarded) {
		ResponseBody sent = this.response.body();
		return this.response.newBuilder().body(new SdkBody(sent, body, guarded && isStream())).build();
	}

	/** OkHttp reads on for a moment, in case the rest is there already. */
	@Override
	public void close() {
		if (!this.body.ended && isStream()) {
			this.call.cancel();
		}
		try {
			this.response.close();
		}
		catch (RuntimeException ex) {
			// Whatever is wrong with it, the call goes on.
		}
	}

	@Override
	public void abort() {
		this.call.cancel();
	}

	/** Knows whether that was all. */
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
