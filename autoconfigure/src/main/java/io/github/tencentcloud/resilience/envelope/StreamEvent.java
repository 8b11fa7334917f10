package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.json.JsonScanner;

/**
 * The data of one event after another, and what is known from all of them together.
 */
final class StreamEvent {

	/** How streams end that follow OpenAI's format. */
	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] LINE_FEED = { '\n' };

	private enum Data {

		NONE, OBJECT, OTHER

	}

	private final EventMembers members;

	private final JsonScanner scanner;

	private Data data = Data.NONE;

	/**
	 * How much of {@link #DONE} has been read, or more than its length if the data are
	 * something else.
	 */
	private int done;

	private boolean seen;

	private boolean chat;

	private boolean finished;

	private EnvelopeVerdict.@Nullable Failure failure;

	StreamEvent(StreamFormat format) {
		this.members = new EventMembers(format);
		this.scanner = new JsonScanner(format.root(), this.members);
	}

	/** Lines of data belong together, with a line feed between them. */
	void lineStarted() {
		if (this.data == Data.OBJECT) {
			this.scanner.read(ByteBuffer.wrap(LINE_FEED));
		}
	}

	/** More of the data, from position to limit. */
	void data(ByteBuffer bytes) {
		int at = bytes.position();
		if (this.data == Data.NONE) {
			while (at < bytes.limit() && isBlank(bytes.get(at))) {
				at++;
			}
			if (at == bytes.limit()) {
				return;
			}
			begin(bytes.get(at));
		}
		if (this.data == Data.OBJECT) {
			this.scanner.read(bytes);
			return;
		}
		for (; at < bytes.limit() && this.done <= DONE.length; at++) {
			byte b = bytes.get(at);
			boolean more = this.done < DONE.length && b == DONE[this.done];
			if (more) {
				this.done++;
			}
			else if (this.done < DONE.length || !isBlank(b)) {
				this.done = DONE.length + 1;
			}
		}
	}

	/** The event is complete. */
	void ended() {
		if (this.data == Data.NONE) {
			return;
		}
		this.seen = true;
		if (this.data == Data.OTHER) {
			this.finished |= this.done == DONE.length;
		}
		else if (this.scanner.isClosed()) {
			this.chat |= this.members.isPieceOfChat();
			this.finished |= this.members.isLast();
			if (this.failure == null) {
				this.failure = this.members.failure();
			}
		}
		this.data = Data.NONE;
	}

	/** Returns whether the stream ended within an object. */
	boolean endOfStream() {
		if (this.data == Data.OBJECT && !this.scanner.isClosed() && this.scanner.problem() == null) {
			return true;
		}
		ended();
		return false;
	}

	boolean isSeen() {
		return this.seen;
	}

	boolean isChat() {
		return this.chat;
	}

	boolean isFinished() {
		return this.finished;
	}

	EnvelopeVerdict.@Nullable Failure failure() {
		return this.failure;
	}

	private void begin(byte first) {
		this.data = (first == '{') ? Data.OBJECT : Data.OTHER;
		this.done = 0;
		this.members.reset();
		this.scanner.reset();
	}

	private static boolean isBlank(byte b) {
		return b == ' ' || b == '\t';
	}

}
