package io.github.tencentcloud.resilience.webclient;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

import io.github.tencentcloud.resilience.engine.BodyJudge;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * Connects a {@link BodyJudge} with Spring's buffers, none of which is copied.
 */
final class Buffers {

	private Buffers() {
	}

	/** Have a buffer judged, without changing it. */
	static BodyJudge.Hold read(BodyJudge judge, DataBuffer buffer) {
		try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
			return judge.read(pieces);
		}
		catch (RuntimeException | LinkageError ex) {
			return judge.unread(ex);
		}
	}

	/**
	 * Narrow a buffer to the unwrapped content.
	 * @param judge has already read the buffer
	 * @param buffer the buffer
	 * @param offset where the buffer begins in the body
	 * @return the buffer, or {@code null} if nothing of it is left; then it has been
	 * released
	 * @throws LibraryFault if the position of the content cannot be determined
	 */
	static @Nullable DataBuffer content(BodyJudge judge, DataBuffer buffer, long offset) {
		try {
			int size = buffer.readableByteCount();
			int start = (judge.contentStart() >= 0) ? within(judge.contentStart() - offset, size) : size;
			int end = (judge.contentEnd() >= 0) ? within(judge.contentEnd() - offset, size) : size;
			if (start >= end) {
				DataBufferUtils.release(buffer);
				return null;
			}
			int position = buffer.readPosition();
			buffer.writePosition(position + end);
			buffer.readPosition(position + start);
			return buffer;
		}
		catch (RuntimeException | LinkageError ex) {
			throw judge.failed(ex);
		}
	}

	/** The content may begin or end in any buffer, before or after this one. */
	private static int within(long position, int size) {
		return (int) Math.max(0, Math.min(position, size));
	}

}
