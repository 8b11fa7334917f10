package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads a {@code text/event-stream} as its bytes arrive, and finds out how it ends. Keeps
 * nothing of the events, and makes no garbage for one that says nothing of interest. Not
 * thread-safe.
 * <p>
 * The streams of Tencent Cloud have one JSON object in each event, without an envelope.
 * Chats have {@code Choices}, the last ones of which have a {@code FinishReason}; what
 * goes wrong in the middle is told by {@code ErrorMsg}, as the vendor documents it for
 * Hunyuan. A stream is truncated if it has no event at all, if it ends within an object,
 * or if it is a chat that nothing finished. Of other streams nobody can tell.
 */
public final class EventStreamReader implements BodyReader {

	private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

	/** Within the name of a field, or where it begins. */
	private static final int NAME = 0;

	/** After the colon, where a space is no part of the value. */
	private static final int COLON = 1;

	private static final int VALUE = 2;

	/** In the rest of a line of no interest, or at the end of the value. */
	private static final int REST = 3;

	private final StreamEvent event = new StreamEvent();

	private int state = NAME;

	/** How many letters of {@code data} the line begins with. */
	private int letters;

	private boolean firstLine = true;

	private boolean afterCarriageReturn;

	/** A reader for one stream. */
	public EventStreamReader() {
	}

	/**
	 * Reads the next piece. The stream may be cut into pieces anywhere.
	 * @param bytes read from position to limit, which are the same afterwards
	 */
	@Override
	public void read(ByteBuffer bytes) {
		int position = bytes.position();
		int limit = bytes.limit();
		for (int at = position; at < limit;) {
			at = (this.state == VALUE) ? value(bytes, at, limit) : structure(bytes.get(at), at);
		}
		bytes.limit(limit).position(position);
	}

	/**
	 * Whether an event is complete.
	 * @return whether at least one is
	 */
	public boolean hasEvent() {
		return this.event.isSeen();
	}

	/**
	 * Whether an event has told of an error, so that nothing more is to be expected.
	 * @return whether {@link #end} is a {@link EnvelopeVerdict.Failure}
	 */
	@Override
	public boolean hasError() {
		return this.event.code() != null;
	}

	/**
	 * Whether an event has said that the answer is complete.
	 * @return whether there was a {@code FinishReason}, and no error
	 */
	public boolean isFinished() {
		return this.event.isFinished() && !hasError();
	}

	/**
	 * The verdict. To be called when the stream has ended, or {@link #hasError}.
	 * @return a success, a failure or a truncated stream
	 */
	@Override
	public EnvelopeVerdict end() {
		boolean cut = this.event.endOfStream();
		String code = this.event.code();
		if (code != null) {
			return new EnvelopeVerdict.Failure(code, this.event.message(), null);
		}
		if (cut) {
			return new EnvelopeVerdict.Truncated("it ended within an event");
		}
		if (!this.event.isSeen()) {
			return new EnvelopeVerdict.Truncated("it ended before its first event");
		}
		return (this.event.isChat() && !this.event.isFinished())
				? new EnvelopeVerdict.Truncated("it ended without a FinishReason") : new EnvelopeVerdict.Success(null);
	}

	private int value(ByteBuffer bytes, int from, int limit) {
		int to = from;
		while (to < limit && !isLineEnd(bytes.get(to))) {
			to++;
		}
		bytes.limit(to).position(from);
		this.event.data(bytes);
		bytes.limit(limit);
		if (to < limit) {
			this.state = REST;
		}
		return to;
	}

	/** Returns the index of the next byte to read, which may be this one again. */
	private int structure(byte b, int at) {
		boolean pair = this.afterCarriageReturn && b == '\n';
		this.afterCarriageReturn = b == '\r';
		if (pair) {
			return at + 1;
		}
		if (isLineEnd(b)) {
			lineEnded();
			return at + 1;
		}
		if (this.state == COLON) {
			this.state = VALUE;
			this.event.lineStarted();
			return (b == ' ') ? at + 1 : at;
		}
		if (this.state == NAME) {
			name(b);
		}
		return at + 1;
	}

	private void name(byte b) {
		if (this.letters == DATA.length && b == ':') {
			this.state = COLON;
		}
		else if (this.letters < DATA.length && b == DATA[this.letters]) {
			this.letters++;
		}
		else if (!isByteOrderMark(b)) {
			this.state = REST;
		}
	}

	private boolean isByteOrderMark(byte b) {
		return this.firstLine && this.letters == 0 && b < 0;
	}

	private void lineEnded() {
		if (this.state == NAME && this.letters == 0) {
			this.event.ended();
		}
		this.state = NAME;
		this.letters = 0;
		this.firstLine = false;
	}

	private static boolean isLineEnd(byte b) {
		return b == '\n' || b == '\r';
	}

}
