package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * Throws once it has seen some buffers, or when it is asked for the content.
 */
public final class FaultyInspector extends BodyInspector {

	private final boolean noContent;

	private final boolean noEnd;

	private int good;

	/**
	 * Create an inspector that fails.
	 * @param good how many buffers it has seen before
	 * @param noContent whether it cannot say what the content is
	 * @param noEnd whether it cannot say what it all comes to
	 */
	public FaultyInspector(int good, boolean noContent, boolean noEnd) {
		super(new EnvelopeReader(), false);
		this.good = good;
		this.noContent = noContent;
		this.noEnd = noEnd;
	}

	@Override
	public void inspect(Iterator<ByteBuffer> pieces) {
		if (this.good-- == 0) {
			throw new IllegalStateException();
		}
		super.inspect(pieces);
	}

	@Override
	public long contentStart() {
		if (this.noContent) {
			throw new IllegalStateException();
		}
		return 0;
	}

	@Override
	public EnvelopeVerdict end() {
		if (this.noEnd) {
			throw new IllegalStateException();
		}
		return super.end();
	}

}
