package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * Inspects a body that should not be an envelope, a file for example, in case it is one
 * after all: an error must not pass for a file. It is held back only as long as that is
 * possible, and handed on as it came.
 */
final class OpaqueInspector extends BodyInspector {

	private final EnvelopeReader reader;

	/**
	 * Create an inspector.
	 * @param reader reads what may be an envelope
	 * @param gzip whether the body may be compressed
	 */
	OpaqueInspector(EnvelopeReader reader, boolean gzip) {
		super(reader, gzip);
		this.reader = reader;
	}

	/** Whatever follows a complete envelope with an error does not make it a file. */
	@Override
	public synchronized void inspect(Iterator<ByteBuffer> pieces) {
		super.inspect(pieces);
		if (this.reader.isClosed() && hasError()) {
			breakOff();
		}
	}

	/** A file may well have its own {@code code}, but not a {@code Response}. */
	@Override
	boolean isReadable(EnvelopeVerdict verdict) {
		return this.reader.contentStart() >= 0 && super.isReadable(verdict);
	}

	@Override
	public boolean isStream() {
		return true;
	}

	/** One object may be the first of many. */
	@Override
	public boolean hasBegun() {
		return this.reader.isClosed();
	}

}
