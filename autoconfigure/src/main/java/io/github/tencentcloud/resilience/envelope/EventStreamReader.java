package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code text/event-stream} as its bytes arrive, and finds out how it ends. Keeps
 * nothing of the events, and makes no garbage for an event without anything of interest.
 * Not thread-safe.
 * <p>
 * The streams of Tencent Cloud have one JSON object per event, mostly without an
 * envelope. The pieces of chats have {@code Choices} with a {@code Delta}, and the last
 * ones a {@code FinishReason}. An error in the middle is reported by {@code ErrorMsg}, by
 * {@code ErrorCode}, or by an envelope with an {@code Error}, which is recognised outside
 * of events, too. A stream is truncated if it has no event at all, if it ends within an
 * object, or if nothing finished it although its {@link StreamFormat} requires an end.
 * Where the format is unknown, chats in pieces require one; about others nobody can tell.
 */
final class EventStreamReader implements BodyReader {

	private static final int SNIFFED = 64;

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

	/** Within the name of a field, or where it begins. */
	private static final int NAME = 0;

	/** After the colon, where a space is no part of the value. */
	private static final int COLON = 1;

	private static final int VALUE = 2;

	/** After blanks at the beginning of a line. */
	private static final int BLANK = 4;

	/** In the rest of a line that does not matter, or at the end of the value. */
	private static final int REST = 3;

	private final StreamFormat format;

	private final StreamEvent event;

	private int state = NAME;

	/** How much of the byte order mark has been read. */
	private int byteOrderMark;

	/** How many letters of {@code data} have been read in this line. */
	private int letters;

	private long lines;

	private boolean afterCarriageReturn;

	private int sniffed;

	private boolean binary;

	/** What is not an event, but may be an envelope. Hardly any stream has it. */
	private @Nullable BareEnvelope bare;

	/**
	 * A reader for one stream of an unknown action.
	 */
	public EventStreamReader() {
		this(StreamFormat.UNKNOWN);
	}

	/**
	 * A reader for one stream.
	 * @param format how the stream ends and fails
	 */
	public EventStreamReader(StreamFormat format) {
		this.format = format;
		this.event = new StreamEvent(format);
	}

	/**
	 * Reads the next piece. The stream may be cut into pieces anywhere.
	 * @param bytes read from position to limit, which are the same afterwards
	 */
	@Override
	public void read(ByteBuffer bytes) {
		if (this.sniffed < SNIFFED) {
			sniff(bytes);
		}
		int position = bytes.position();
		int limit = bytes.limit();
		BareEnvelope before = this.bare;
		if (before != null) {
			before.nextBytes(position);
		}
		for (int at = position; at < limit;) {
			at = (this.state == VALUE) ? value(bytes, at, limit) : structure(bytes, at);
		}
		if (this.bare != null) {
			this.bare.read(bytes, limit);
		}
		bytes.limit(limit).position(position);
	}

	/**
	 * Whether an event is complete.
	 * @return whether at least one is, or a bare envelope instead
	 */
	public boolean hasEvent() {
		return this.event.isSeen() || (this.bare != null && this.bare.isSuccess());
	}

	/**
	 * How many lines are complete. Comments count, since they are signs of life too.
	 * @return the number
	 */
	public long lines() {
		return this.lines;
	}

	/**
	 * Whether the stream has reported an error, so that nothing more is to be expected.
	 * @return whether {@link #end} is a {@link EnvelopeVerdict.Failure}
	 */
	@Override
	public boolean hasError() {
		return failure() != null;
	}

	/**
	 * Whether an event has said that the answer is complete.
	 * @return whether there was a {@code FinishReason} or the like, and no error
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
		EnvelopeVerdict.Failure failure = failure();
		if (failure != null) {
			return failure;
		}
		if (cut) {
			return new EnvelopeVerdict.Truncated("it ended within an event");
		}
		if (!hasEvent()) {
			return new EnvelopeVerdict.Truncated("it ended before its first event");
		}
		if (this.bare != null && this.bare.isOpen()) {
			return new EnvelopeVerdict.Truncated("it ended within an envelope");
		}
		boolean truncated = this.event.isSeen() && !this.event.isFinished()
				&& this.format.needsEnd(this.event.isChat());
		return truncated ? new EnvelopeVerdict.Truncated("it ended without " + this.format.lastEvent())
				: new EnvelopeVerdict.Success(null);
	}

	/**
	 * A stream of events is text, which has no control characters of that kind, least of
	 * all at its start.
	 */
	@Override
	public boolean isHopeless() {
		return this.binary;
	}

	private void sniff(ByteBuffer bytes) {
		for (int at = bytes.position(); at < bytes.limit() && this.sniffed < SNIFFED; at++, this.sniffed++) {
			byte b = bytes.get(at);
			this.binary |= b >= 0 && b < ' ' && b != '\t' && b != '\r' && b != '\n';
		}
	}

	@Override
	public EnvelopeVerdict breakOff() {
		return end();
	}

	private EnvelopeVerdict.@Nullable Failure failure() {
		EnvelopeVerdict.Failure failure = this.event.failure();
		return (failure == null && this.bare != null) ? this.bare.failure() : failure;
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
	private int structure(ByteBuffer bytes, int at) {
		byte b = bytes.get(at);
		boolean pair = this.afterCarriageReturn && b == '\n';
		this.afterCarriageReturn = b == '\r';
		if (pair) {
			return at + 1;
		}
		if (isLineEnd(b)) {
			lineEnded(bytes, at);
			return at + 1;
		}
		if (this.state == COLON) {
			this.state = VALUE;
			this.event.lineStarted();
			return (b == ' ') ? at + 1 : at;
		}
		if (this.state == NAME || this.state == BLANK) {
			name(b, at);
		}
		return at + 1;
	}

	private void name(byte b, int at) {
		if (b == '{' && this.letters == 0) {
			bareEnvelope(at);
			this.state = REST;
		}
		else if (this.letters == 0 && (b == ' ' || b == '\t')) {
			this.state = BLANK;
		}
		else if (this.state == BLANK) {
			this.state = REST;
		}
		else if (this.letters == DATA.length && b == ':') {
			this.state = COLON;
		}
		else if (this.letters < DATA.length && b == DATA[this.letters]) {
			this.letters++;
		}
		else if (!isByteOrderMark(b)) {
			this.state = REST;
		}
	}

	private void bareEnvelope(int at) {
		BareEnvelope bare = this.bare;
		if (bare == null) {
			bare = new BareEnvelope();
			this.bare = bare;
		}
		bare.started(at);
	}

	/** Only at the very beginning, before any letter of the first line. */
	private boolean isByteOrderMark(byte b) {
		if (this.lines > 0 || this.letters > 0 || this.byteOrderMark == BYTE_ORDER_MARK.length
				|| b != BYTE_ORDER_MARK[this.byteOrderMark]) {
			return false;
		}
		this.byteOrderMark++;
		return true;
	}

	private void lineEnded(ByteBuffer bytes, int at) {
		if (this.bare != null) {
			int limit = bytes.limit();
			this.bare.read(bytes, at);
			bytes.limit(limit);
		}
		if (this.state == NAME && this.letters == 0) {
			this.event.ended();
		}
		this.state = NAME;
		this.letters = 0;
		this.lines++;
	}

	private static boolean isLineEnd(byte b) {
		return b == '\n' || b == '\r';
	}

}
