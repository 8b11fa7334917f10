package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * An envelope in a stream that is not part of any event: an error that was sent instead
 * of the stream, or in the middle of it, under the stream's content type. To a reader of
 * events its lines are unknown fields.
 */
final class BareEnvelope {

	private @Nullable EnvelopeReader reader;

	/** Where its unread part begins in the bytes that are being read. */
	private int from;

	private EnvelopeVerdict.@Nullable Failure failure;

	private boolean success;

	/** A line starts with a brace. Only the first such line starts an envelope. */
	void started(int at) {
		if (this.reader == null && this.failure == null) {
			this.reader = new EnvelopeReader();
			this.from = at;
		}
	}

	/**
	 * Reads on, to the end of a line or of the bytes.
	 * @param bytes what is being read; its position and limit do not matter
	 * @param to where to stop
	 */
	void read(ByteBuffer bytes, int to) {
		EnvelopeReader reader = this.reader;
		if (reader == null) {
			return;
		}
		bytes.limit(to).position(this.from);
		reader.read(bytes);
		this.from = to;
		if (!reader.isClosed()) {
			return;
		}
		this.reader = null;
		EnvelopeVerdict verdict = reader.end();
		if (verdict instanceof EnvelopeVerdict.Failure failed && EventMembers.isError(failed.code())) {
			this.failure = failed;
		}
		else if (!(verdict instanceof EnvelopeVerdict.Malformed)) {
			this.success = true;
		}
	}

	/** The next bytes are read from their beginning. */
	void nextBytes(int position) {
		this.from = position;
	}

	/** Whether the stream ends in the middle of it. */
	boolean isOpen() {
		return this.reader != null && this.reader.isOpen();
	}

	EnvelopeVerdict.@Nullable Failure failure() {
		return this.failure;
	}

	/** Whether it is complete and holds no error. */
	boolean isSuccess() {
		return this.success;
	}

}
