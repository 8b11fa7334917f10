package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * Looks at a body that should be no envelope, a file for example, for the case that it is
 * one all the same: an error must not pass for a file. It is held back no longer than
 * that can be, and handed on as it came.
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

	/** What may come after a whole envelope with an error makes no file of it. */
	@Override
	public synchronized void inspect(Iterator<ByteBuffer> pieces) {
		super.inspect(pieces);
		if (this.reader.isClosed() && hasError()) {
			breakOff();
		}
	}

	/** A file may well have a {@code code} of its own, but no {@code Response}. */
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
