package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;

/**
 * Reads a body as its bytes arrive, and judges it. Not thread-safe.
 */
public interface BodyReader {

	/**
	 * Reads the next piece of the body. The body may be cut into pieces anywhere.
	 * @param bytes read from position to limit; both are the same afterwards
	 */
	void read(ByteBuffer bytes);

	/**
	 * Whether an error has been read that hardly anything can change.
	 * @return whether there is one
	 */
	boolean hasError();

	/**
	 * Whether this cannot be what the reader is for, whatever may follow.
	 * @return whether there is nothing to wait for
	 */
	boolean isHopeless();

	/**
	 * The verdict on a body that is not read to its end, since {@link #hasError}. Nothing
	 * may be read after it.
	 * @return the error, or what else the body is by now
	 */
	EnvelopeVerdict breakOff();

	/**
	 * The verdict. To be called when the body has ended; nothing may be read after it.
	 * @return the same verdict each time
	 */
	EnvelopeVerdict end();

}
