package io.github.tencentcloud.resilience.client;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.envelope.EnvelopeVerdict;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Looks at a body's buffers as they pass, leaves them as they are, and judges the body.
 */
interface Inspector extends AutoCloseable {

	/**
	 * Look at the next buffer.
	 * @param buffer the buffer, which stays as it is
	 */
	void inspect(DataBuffer buffer);

	/** Whether an error is certain, whatever may follow. */
	boolean hasError();

	/** The verdict, once the body has ended. */
	EnvelopeVerdict end();

	/** Whether there is anything to unwrap. */
	boolean hasContent();

	/**
	 * Narrow a buffer to what is to be unwrapped, without copying.
	 * @param buffer a buffer that has been inspected
	 * @param offset where in the body it begins
	 * @return the buffer, or {@code null} if nothing of it is left; it is released then
	 */
	@Nullable DataBuffer content(DataBuffer buffer, long offset);

	/**
	 * Whether this is a stream: a body without an end in sight, that is read as it
	 * arrives, and not waited for once an error is certain.
	 */
	default boolean isStream() {
		return false;
	}

	/** Whether a stream has begun in a way that promises more, so that it can be read. */
	default boolean hasBegun() {
		return false;
	}

	/** Whether everything that matters has arrived, although the body has not ended. */
	default boolean isFinished() {
		return false;
	}

	@Override
	void close();

}
