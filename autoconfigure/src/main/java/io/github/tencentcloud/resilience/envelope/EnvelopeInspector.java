package io.github.tencentcloud.resilience.envelope;

/**
 * Inspects an envelope as it passes, and locates the content to unwrap.
 */
final class EnvelopeInspector extends BodyInspector {

	private final EnvelopeReader reader;

	/**
	 * Create an inspector.
	 * @param reader reads the envelope, and counts its items if there are any
	 * @param gzip whether the headers say that the body is compressed
	 */
	EnvelopeInspector(EnvelopeReader reader, boolean gzip) {
		super(reader, gzip);
		this.reader = reader;
	}

	@Override
	public long contentStart() {
		return this.reader.contentStart();
	}

	@Override
	public long contentEnd() {
		return this.reader.contentEnd();
	}

}
