package io.github.tencentcloud.resilience.webclient;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

import io.github.tencentcloud.resilience.engine.BodyJudge;
import io.github.tencentcloud.resilience.telemetry.LibraryFault;

/**
 * What a {@link BodyJudge} has to do with Spring's buffers, none of which is copied.
 */
final class Buffers {

	private Buffers() {
	}

	/** Have a buffer judged, which stays as it is. */
	static BodyJudge.Hold read(BodyJudge judge, DataBuffer buffer) {
		try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
			return judge.read(pieces);
		}
		catch (RuntimeException | LinkageError ex) {
			return judge.unread(ex);
		}
	}

	/**
	 * Narrow a buffer to what is to be unwrapped.
	 * @param judge has read the buffer
	 * @param buffer the buffer
	 * @param offset where in the body it begins
	 * @return the buffer, or {@code null} if nothing of it is left; it is released then
	 * @throws LibraryFault if it cannot be told what the content is
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

	/** The content may begin or end in any buffer, be it before or after this one. */
	private static int within(long position, int size) {
		return (int) Math.max(0, Math.min(position, size));
	}

}
