package io.github.tencentcloud.resilience.signing;

import java.nio.ByteBuffer;

/**
 * The hash of a body, which makes it part of the signature.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class BodyHash {

	/** The hash of a missing or empty body. */
	public static final String EMPTY = Sha256.hex("");

	static final String UNSIGNED = Sha256.hex(Tc3Signature.UNSIGNED_PAYLOAD);

	private BodyHash() {
	}

	/**
	 * Hash a body.
	 * @param body the bytes, which are read to their end
	 * @return the hash in hex, in lower case
	 */
	public static String of(ByteBuffer body) {
		return Sha256.hex(body);
	}

}
