package io.github.tencentcloud.resilience.blocking;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

import io.github.tencentcloud.resilience.engine.Heads;
import io.github.tencentcloud.resilience.engine.ResponseHead;

/**
 * A response of no client.
 */
final class FakeReceived implements Received {

	private final ResponseHead head;

	private final byte[] bytes;

	private final IntUnaryOperator cuts;

	/** What comes after the bytes, if not the end. */
	private final Exception error;

	final AtomicInteger closed = new AtomicInteger();

	final CountDownLatch aborted = new CountDownLatch(1);

	private Runnable closing = () -> {
	};

	private int at;

	private final InputStream body = new InputStream() {

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
		}

		@Override
		public int read(byte[] into, int from, int count) throws IOException {
			FakeReceived fake = FakeReceived.this;
			if (fake.at == fake.bytes.length) {
				if (fake.error != null) {
					throw Thrown.unchecked(fake.error);
				}
				return -1;
			}
			int part = Math.min(Math.max(1, fake.cuts.applyAsInt(fake.at)),
					Math.min(count, fake.bytes.length - fake.at));
			System.arraycopy(fake.bytes, fake.at, into, from, part);
			fake.at += part;
			return part;
		}
	};

	private FakeReceived(ResponseHead head, byte[] bytes, IntUnaryOperator cuts, Exception error) {
		this.head = head;
		this.bytes = bytes;
		this.cuts = cuts;
		this.error = error;
	}

	/** A body that comes in one piece, without a length. */
	static FakeReceived of(byte[] bytes, String... header) {
		return new FakeReceived(Heads.response(200, header), bytes, (at) -> Integer.MAX_VALUE, null);
	}

	/** The page of a gateway, which nobody looks at. */
	static FakeReceived page(int status) {
		return new FakeReceived(Heads.response(status, "content-type", "text/html"),
				("<html>" + "x".repeat(100)).getBytes(), (at) -> Integer.MAX_VALUE, null);
	}

	FakeReceived withLength(int length) {
		return withHeader("content-length", String.valueOf(length));
	}

	FakeReceived withHeader(String name, String value) {
		Map<String, String> headers = new TreeMap<>();
		for (String known : List.of("content-length", "content-type", "content-encoding")) {
			String old = this.head.header(known);
			if (old != null) {
				headers.put(known, old);
			}
		}
		headers.put(name, value);
		return new FakeReceived(Heads.response(this.head.status(), headers), this.bytes, this.cuts, this.error);
	}

	/** How many bytes come at a time, by what has come before. */
	FakeReceived cut(IntUnaryOperator cuts) {
		return new FakeReceived(this.head, this.bytes, cuts, this.error);
	}

	FakeReceived upTo(int length) {
		return new FakeReceived(this.head, Arrays.copyOf(this.bytes, length), this.cuts, this.error);
	}

	FakeReceived failing(Exception error) {
		return new FakeReceived(this.head, this.bytes, this.cuts, error);
	}

	/** What happens while it is closed. */
	void whenClosed(Runnable closing) {
		this.closing = closing;
	}

	/** How many bytes somebody has read. */
	int taken() {
		return this.at;
	}

	@Override
	public ResponseHead head() {
		return this.head;
	}

	@Override
	public InputStream body() {
		return this.body;
	}

	@Override
	public void close() {
		this.closed.incrementAndGet();
		this.closing.run();
	}

	@Override
	public void abort() {
		this.aborted.countDown();
	}

}
