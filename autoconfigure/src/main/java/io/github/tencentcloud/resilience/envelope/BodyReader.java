package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;

/**
 * Reads a body as its bytes arrive, and judges it. Not thread-safe.
 */
interface BodyReader {

	/**
	 * Reads the next piece of the body. The body may be cut into pieces anywhere.
	 * @param bytes read from position to limit; both are the same afterwards
	 */
	void read(ByteBuffer bytes);

	/**
	 * Whether an error has been read that hardly anything could undo.
	 * @return whether there is one
	 */
	boolean hasError();

	/**
	 * Whether this cannot be what the reader expects, whatever follows.
	 * @return whether it is pointless to read on
	 */
	boolean isHopeless();

	/**
	 * The verdict on a body that is not read to the end because of {@link #hasError}.
	 * Nothing may be read afterwards.
	 * @return the error, or whatever else the body is so far
	 */
	EnvelopeVerdict breakOff();

	/**
	 * The verdict. To be called when the body has ended; nothing may be read afterwards.
	 * @return the same verdict each time
	 */
	EnvelopeVerdict end();

}
