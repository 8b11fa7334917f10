package io.github.tencentcloud.resilience.client;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.EventStreamReader;
import io.github.tencentcloud.resilience.envelope.GzipDecoder;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Looks at a stream of events as they pass. A compressed one is decoded on the side.
 */
final class EventInspector implements Inspector {

	private final EventStreamReader reader = new EventStreamReader();

	private boolean undecided;

	private @Nullable GzipDecoder gzip;

	private @Nullable EnvelopeVerdict verdict;

	private boolean closed;

	private volatile boolean finished;

	/**
	 * Create an inspector.
	 * @param gzip whether the headers say that the stream is compressed
	 */
	EventInspector(boolean gzip) {
		this.undecided = gzip;
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
		this.finished = this.reader.isFinished();
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

	@Override
	public boolean hasContent() {
		return false;
	}

	@Override
	public DataBuffer content(DataBuffer buffer, long offset) {
		return buffer;
	}

	@Override
	public boolean isStream() {
		return true;
	}

	@Override
	public boolean hasBegun() {
		return this.reader.hasEvent();
	}

	@Override
	public boolean isFinished() {
		return this.finished;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.gzip != null) {
			this.gzip.close();
		}
	}

}
