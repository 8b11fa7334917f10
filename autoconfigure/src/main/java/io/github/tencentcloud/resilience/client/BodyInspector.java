package io.github.tencentcloud.resilience.client;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.EnvelopeReader;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.GzipDecoder;
import io.github.tencentcloud.resilience.policy.ItemRule;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Looks at a body's buffers as they pass and leaves them as they are. A compressed body
 * is decoded on the side.
 */
final class BodyInspector implements Inspector {

	private final EnvelopeReader reader;

	private boolean undecided;

	private @Nullable GzipDecoder gzip;

	private @Nullable EnvelopeVerdict verdict;

	private boolean closed;

	/**
	 * Create an inspector.
	 * @param gzip whether the headers say that the body is compressed
	 */
	BodyInspector(boolean gzip) {
		this(gzip, null);
	}

	/**
	 * Create an inspector that counts items too.
	 * @param gzip as above
	 * @param items how the items are judged, or {@code null} if there are none
	 */
	BodyInspector(boolean gzip, @Nullable ItemRule items) {
		this.undecided = gzip;
		this.reader = (items != null) ? new EnvelopeReader(items.path(), items.ok()) : new EnvelopeReader();
	}

	/** Synchronized because a cancellation closes on another thread. */
	@Override
	public synchronized void inspect(DataBuffer buffer) {
		if (this.closed || this.verdict != null) {
			return;
		}
		try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
			while (pieces.hasNext()) {
				inspect(pieces.next());
			}
		}
		catch (UncheckedIOException ex) {
			this.verdict = new EnvelopeVerdict.Malformed("its compressed data are damaged");
		}
	}

	private void inspect(ByteBuffer bytes) {
		if (this.undecided && bytes.hasRemaining()) {
			this.undecided = false;
			this.gzip = GzipDecoder.ifNeeded(bytes.get(bytes.position()));
		}
		if (this.gzip != null) {
			this.gzip.decode(bytes, this.reader::read);
		}
		else {
			this.reader.read(bytes);
		}
	}

	@Override
	public boolean hasError() {
		return this.reader.hasError();
	}

	@Override
	public EnvelopeVerdict end() {
		EnvelopeVerdict verdict = (this.verdict != null) ? this.verdict : this.reader.end();
		this.verdict = verdict;
		close();
		return verdict;
	}

	/** Whether the content of {@code Response} has begun. */
	@Override
	public boolean hasContent() {
		return this.reader.contentStart() >= 0;
	}

	@Override
	public @Nullable DataBuffer content(DataBuffer buffer, long offset) {
		int size = buffer.readableByteCount();
		long start = this.reader.contentStart() - offset;
		long end = (this.reader.contentEnd() >= 0) ? Math.min(this.reader.contentEnd() - offset, size) : size;
		if (start >= end) {
			DataBufferUtils.release(buffer);
			return null;
		}
		int position = buffer.readPosition();
		buffer.writePosition(position + (int) end);
		buffer.readPosition(position + (int) Math.max(start, 0));
		return buffer;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.gzip != null) {
			this.gzip.close();
		}
	}

}
