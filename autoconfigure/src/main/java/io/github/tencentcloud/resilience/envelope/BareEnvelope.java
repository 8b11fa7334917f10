package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * An envelope in a stream that is part of no event: an error that was sent instead of the
 * stream, or into its middle, under the stream's content type. In the syntax of events
 * its lines are fields that nobody knows.
 */
final class BareEnvelope {

	private @Nullable EnvelopeReader reader;

	/** Where in the bytes that are being read the unread part of it begins. */
	private int from;

	private EnvelopeVerdict.@Nullable Failure failure;

	private boolean success;

	/** A line begins with a brace. Only the first such line begins an envelope. */
	void started(int at) {
		if (this.reader == null && this.failure == null) {
			this.reader = new EnvelopeReader();
			this.from = at;
		}
	}

	/**
	 * Reads on, up to the end of a line or of the bytes.
	 * @param bytes what is being read; its position and limit are of no meaning
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

	/** What comes next is read from its beginning. */
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

	/** Whether it is complete and tells of no error. */
	boolean isSuccess() {
		return this.success;
	}

}
