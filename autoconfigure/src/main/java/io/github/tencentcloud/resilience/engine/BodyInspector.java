package io.github.tencentcloud.resilience.engine;

import io.github.tencentcloud.resilience.envelope.EnvelopeReader;

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

	@Override
	long contentStart() {
		return this.reader.contentStart();
	}

	@Override
	long contentEnd() {
		return this.reader.contentEnd();
	}

}
