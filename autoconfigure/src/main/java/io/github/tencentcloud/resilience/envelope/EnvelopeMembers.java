package io.github.tencentcloud.resilience.envelope;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.json.CapturedText;
import io.github.tencentcloud.resilience.json.Member;
import io.github.tencentcloud.resilience.json.MemberHandler;

/**
 * The meaning of the members near the top of an envelope. If a name comes twice, the last
 * one wins, as with an object mapper.
 */
final class EnvelopeMembers implements MemberHandler {

	private static final int KILOBYTE = 1024;

	private static final Member CODE = Member.text("Code", KILOBYTE);

	private static final Member MESSAGE = Member.text("Message", 16 * KILOBYTE);

	private static final Member REQUEST_ID = Member.text("RequestId", KILOBYTE);

	private static final Member ERROR = Member.object("Error", CODE, MESSAGE);

	/** The one member of an envelope that matters, wherever it appears. */
	static final Member RESPONSE = Member.object("Response", ERROR, REQUEST_ID);

	private static final Member LEGACY_CODE = Member.text("code", KILOBYTE);

	private static final Member LEGACY_MESSAGE = Member.text("message", 16 * KILOBYTE);

	private static final Member LEGACY_NAME = Member.text("codeDesc", KILOBYTE);

	/** The envelope itself. */
	static final Member ROOT = root(RESPONSE);

	private final Member response;

	private boolean hasResponse;

	private long contentStart = -1;

	private long contentEnd = -1;

	private boolean errorClosed;

	private @Nullable String code;

	private @Nullable String message;

	private @Nullable String requestId;

	private @Nullable String legacyCode;

	private @Nullable String legacyMessage;

	private @Nullable String legacyName;

	EnvelopeMembers() {
		this(RESPONSE);
	}

	/**
	 * Create them for an envelope in which another member is watched too.
	 * @param response a {@code Response} made here
	 */
	EnvelopeMembers(Member response) {
		this.response = response;
	}

	/** A {@code Response} with one more member that is watched. */
	static Member response(Member more) {
		return Member.object("Response", ERROR, REQUEST_ID, more);
	}

	/** An envelope with such a {@code Response}. */
	static Member root(Member response) {
		return Member.object("", response, LEGACY_CODE, LEGACY_MESSAGE, LEGACY_NAME);
	}

	@Override
	public void started(Member member, byte first, long offset) {
		if (member == this.response) {
			this.hasResponse = true;
			this.contentStart = (first == '{') ? offset : -1;
			this.contentEnd = -1;
			this.requestId = null;
			forgetError();
		}
		else if (member == ERROR) {
			forgetError();
		}
		else {
			set(member, null);
		}
	}

	@Override
	public void text(Member member, CapturedText text) {
		if (text.isEmpty() || (member == LEGACY_CODE && !text.isInteger())) {
			return;
		}
		set(member, text.decode());
	}

	@Override
	public void closed(Member member, long end) {
		if (member == this.response) {
			this.contentEnd = end;
		}
		else if (member == ERROR) {
			this.errorClosed = true;
		}
	}

	boolean hasError() {
		return this.errorClosed && this.code != null;
	}

	long contentStart() {
		return this.contentStart;
	}

	long contentEnd() {
		return this.contentEnd;
	}

	/**
	 * The verdict on a complete object with these members.
	 */
	EnvelopeVerdict verdict() {
		if (!this.hasResponse) {
			return legacyVerdict();
		}
		if (this.contentStart < 0) {
			return new EnvelopeVerdict.Malformed("its Response is not an object");
		}
		if (this.code == null) {
			return new EnvelopeVerdict.Success(this.requestId);
		}
		return new EnvelopeVerdict.Failure(this.code, orEmpty(this.message), this.requestId);
	}

	private EnvelopeVerdict legacyVerdict() {
		String digits = this.legacyCode;
		if (digits == null) {
			return new EnvelopeVerdict.Malformed("it has no Response object");
		}
		if (digits.equals("0") || digits.equals("-0")) {
			return new EnvelopeVerdict.Success(null);
		}
		String name = (this.legacyName != null) ? this.legacyName : digits;
		return new EnvelopeVerdict.Failure(name, orEmpty(this.legacyMessage), null);
	}

	private void forgetError() {
		this.errorClosed = false;
		this.code = null;
		this.message = null;
	}

	private void set(Member member, @Nullable String text) {
		if (member == REQUEST_ID) {
			this.requestId = text;
		}
		else if (member == CODE) {
			this.code = text;
		}
		else if (member == MESSAGE) {
			this.message = text;
		}
		else if (member == LEGACY_CODE) {
			this.legacyCode = text;
		}
		else if (member == LEGACY_MESSAGE) {
			this.legacyMessage = text;
		}
		else if (member == LEGACY_NAME) {
			this.legacyName = text;
		}
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
