package io.github.tencentcloud.resilience.webclient;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The bytes of a body, copied out of its buffers. A copy can be hashed, sent and sent
 * again, and cannot leak: each buffer is released at once, so none is held while waiting
 * for credentials.
 */
final class AggregatedBody {

	/** The largest body that the server accepts. */
	static final int MAX_SIZE = 10 * 1024 * 1024;

	private static final byte[] NOTHING = {};

	private byte[] bytes = NOTHING;

	private int size;

	/** Aggregate a body; fails if it is larger than the server accepts. */
	static Mono<AggregatedBody> of(Publisher<? extends DataBuffer> body) {
		return Flux.from(body)
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
			.collect(AggregatedBody::new, AggregatedBody::add);
	}

	int size() {
		return this.size;
	}

	/** A new view each time. */
	ByteBuffer content() {
		return ByteBuffer.wrap(this.bytes, 0, this.size);
	}

	private void add(DataBuffer buffer) {
		try {
			int length = buffer.readableByteCount();
			if (length > MAX_SIZE - this.size) {
				throw new DataBufferLimitException("The body of a request to Tencent Cloud is larger than " + MAX_SIZE
						+ " bytes, which the server does not accept");
			}
			int needed = this.size + length;
			if (needed > this.bytes.length) {
				// The first piece is usually the only one.
				this.bytes = Arrays.copyOf(this.bytes,
						(this.size == 0) ? needed : Math.max(needed, 2 * this.bytes.length));
			}
			buffer.read(this.bytes, this.size, length);
			this.size = needed;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

}
