package io.github.tencentcloud.resilience.client;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.EnvelopeReader;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Looks at an envelope as it passes, and finds what there is to unwrap.
 */
final class BodyInspector extends Inspector {

	private final EnvelopeReader reader;

	/**
	 * Create an inspector.
	 * @param reader reads the envelope, and counts its items if there are any
	 * @param gzip whether the headers say that the body is compressed
	 */
	BodyInspector(EnvelopeReader reader, boolean gzip) {
		super(reader, gzip);
		this.reader = reader;
	}

	/** Whether the content of {@code Response} has begun. */
	@Override
	boolean hasContent() {
		return this.reader.contentStart() >= 0;
	}

	@Override
	@Nullable DataBuffer content(DataBuffer buffer, long offset) {
		int size = buffer.readableByteCount();
		int start = (this.reader.contentStart() >= 0) ? within(this.reader.contentStart() - offset, size) : size;
		int end = (this.reader.contentEnd() >= 0) ? within(this.reader.contentEnd() - offset, size) : size;
		if (start >= end) {
			DataBufferUtils.release(buffer);
			return null;
		}
		int position = buffer.readPosition();
		buffer.writePosition(position + end);
		buffer.readPosition(position + start);
		return buffer;
	}

	/** The content may begin or end in any buffer, be it before or after this one. */
	private static int within(long position, int size) {
		return (int) Math.max(0, Math.min(position, size));
	}

}
