package io.github.tencentcloud.resilience.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The data of one event after the other, and what all of them together have said.
 */
final class StreamEvent implements MemberHandler {

	private static final Member FINISH_REASON = Member.text("FinishReason", 64);

	private static final Member CHOICES = Member.list("Choices", Member.object("", FINISH_REASON));

	private static final Member CODE = Member.text("Code", 1024);

	private static final Member MESSAGE = Member.text("Msg", 16 * 1024);

	private static final Member ERROR = Member.object("ErrorMsg", CODE, MESSAGE);

	private static final Member ROOT = Member.object("", CHOICES, ERROR);

	/** How streams end that are made after OpenAI's. */
	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] LINE_FEED = { '\n' };

	private enum Data {

		NONE, OBJECT, OTHER

	}

	private final JsonScanner scanner = new JsonScanner(ROOT, this);

	private Data data = Data.NONE;

	/** How much of {@link #DONE} the data are, or more if they are something else. */
	private int done;

	private boolean choices;

	private boolean reason;

	private @Nullable String eventCode;

	private @Nullable String eventMessage;

	private boolean seen;

	private boolean chat;

	private boolean finished;

	private @Nullable String code;

	private @Nullable String message;

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
			this.chat |= this.choices;
			this.finished |= this.reason;
			if (this.code == null) {
				this.code = this.eventCode;
				this.message = this.eventMessage;
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

	@Nullable String code() {
		return this.code;
	}

	String message() {
		return (this.message != null) ? this.message : "";
	}

	@Override
	public void started(Member member, byte first, long offset) {
		if (member == CHOICES) {
			this.choices = first == '[';
			this.reason = false;
		}
		else if (member == ERROR) {
			this.eventCode = null;
			this.eventMessage = null;
		}
	}

	@Override
	public void text(Member member, CapturedText text) {
		if (member == FINISH_REASON) {
			this.reason |= text.isString() && !text.isEmpty();
		}
		else if (member == CODE) {
			String code = text.decode();
			this.eventCode = (code.isEmpty() || code.equals("0")) ? null : code;
		}
		else if (member == MESSAGE) {
			this.eventMessage = text.decode();
		}
	}

	@Override
	public void closed(Member member, long end) {
	}

	private void begin(byte first) {
		this.data = (first == '{') ? Data.OBJECT : Data.OTHER;
		this.done = 0;
		this.choices = false;
		this.reason = false;
		this.eventCode = null;
		this.eventMessage = null;
		this.scanner.reset();
	}

	private static boolean isBlank(byte b) {
		return b == ' ' || b == '\t';
	}

}
