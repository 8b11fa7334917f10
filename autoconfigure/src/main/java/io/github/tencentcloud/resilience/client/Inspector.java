package io.github.tencentcloud.resilience.client;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.BodyReader;
import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;
import io.github.tencentcloud.resilience.envelope.GzipDecoder;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Looks at a body's buffers as they pass, leaves them as they are, and judges the body. A
 * compressed one is decoded on the side.
 */
abstract class Inspector implements AutoCloseable {

	private final BodyReader reader;

	private boolean undecided;

	private @Nullable GzipDecoder gzip;

	private @Nullable EnvelopeVerdict verdict;

	private boolean closed;

	/**
	 * Create an inspector.
	 * @param reader reads what is in the buffers
	 * @param gzip whether the headers say that the body is compressed
	 */
	Inspector(BodyReader reader, boolean gzip) {
		this.reader = reader;
		this.undecided = gzip;
	}

	/**
	 * Look at the next buffer. Synchronized because a cancellation closes on another
	 * thread.
	 * @param buffer the buffer, which stays as it is
	 */
	synchronized void inspect(DataBuffer buffer) {
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

	/** Whether an error is certain, whatever may follow. */
	boolean hasError() {
		return this.reader.hasError();
	}

	/** The verdict, once the body has ended. */
	EnvelopeVerdict end() {
		EnvelopeVerdict verdict = (this.verdict != null) ? this.verdict : this.reader.end();
		this.verdict = verdict;
		close();
		return verdict;
	}

	/** Whether there is anything to unwrap, as far as is known. */
	boolean hasContent() {
		return false;
	}

	/**
	 * Narrow a buffer to what is to be unwrapped, without copying.
	 * @param buffer a buffer that has been inspected
	 * @param offset where in the body it begins
	 * @return the buffer, or {@code null} if nothing of it is left; it is released then
	 */
	@Nullable DataBuffer content(DataBuffer buffer, long offset) {
		return buffer;
	}

	/**
	 * Whether this is a stream: a body without an end in sight, that is read as it
	 * arrives, and not waited for once an error is certain.
	 */
	boolean isStream() {
		return false;
	}

	/** Whether a stream has begun in a way that promises more, so that it can be read. */
	boolean hasBegun() {
		return false;
	}

	/** Whether the last buffer ended a line of a stream, be it but a comment. */
	boolean isAlive() {
		return false;
	}

	/** Whether everything that matters has arrived, although the body has not ended. */
	boolean isFinished() {
		return false;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.gzip != null) {
			this.gzip.close();
		}
	}

}
