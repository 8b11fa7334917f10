package io.github.tencentcloud.resilience.envelope;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.json.CapturedText;
import io.github.tencentcloud.resilience.json.Member;
import io.github.tencentcloud.resilience.json.MemberHandler;

/**
 * The meaning of the members of one event's object. If a name comes twice, the last one
 * wins, as with an object mapper.
 * <p>
 * The vendor reports errors in three ways: {@code ErrorMsg} (Hunyuan), {@code ErrorCode}
 * with {@code ErrorMessage}, and a whole envelope with its {@code Response.Error}. Some
 * actions have a {@code Code} beside the content; their {@link StreamFormat} says so. In
 * none of them is a code an error that is empty, null, zero or a word for success.
 */
final class EventMembers implements MemberHandler {

	private final StreamFormat format;

	private final EnvelopeMembers envelope = new EnvelopeMembers();

	private boolean choices;

	private boolean piece;

	private boolean message;

	private boolean reason;

	private boolean last;

	private boolean response;

	private @Nullable String errorMsgCode;

	private @Nullable String errorMsgText;

	private @Nullable String errorCode;

	private @Nullable String errorMessage;

	EventMembers(StreamFormat format) {
		this.format = format;
	}

	/** Forgets everything, ready for the next event. */
	void reset() {
		noChoices();
		this.last = false;
		this.response = false;
		this.errorMsgCode = null;
		this.errorMsgText = null;
		this.errorCode = null;
		this.errorMessage = null;
	}

	/**
	 * Whether this is a piece of a chat. Each of its choices has a {@code FinishReason},
	 * which is empty until the last piece. A choice with a {@code Message} and without a
	 * {@code FinishReason} is a complete answer, and is never marked as the last one.
	 */
	boolean isPieceOfChat() {
		return this.choices && (this.piece || !this.message);
	}

	/**
	 * Whether a {@code FinishReason}, or whatever this format has instead, ends the
	 * stream.
	 */
	boolean isLast() {
		return this.reason || this.last;
	}

	/** The error in this event, or {@code null} if there is none. */
	EnvelopeVerdict.@Nullable Failure failure() {
		if (this.response && this.envelope.verdict() instanceof EnvelopeVerdict.Failure failure
				&& isError(failure.code())) {
			return failure;
		}
		if (this.errorMsgCode != null) {
			return new EnvelopeVerdict.Failure(this.errorMsgCode, orEmpty(this.errorMsgText), null);
		}
		return (this.errorCode != null) ? new EnvelopeVerdict.Failure(this.errorCode, orEmpty(this.errorMessage), null)
				: null;
	}

	@Override
	public void started(Member member, byte first, long offset) {
		if (member == StreamFormat.CHOICES) {
			noChoices();
			this.choices = first == '[';
		}
		else if (member == StreamFormat.FINISH_REASON) {
			this.piece = true;
		}
		else if (member == StreamFormat.CHOICE_MESSAGE) {
			this.message |= first == '{';
		}
		else if (member == StreamFormat.ERROR_MSG) {
			this.errorMsgCode = null;
			this.errorMsgText = null;
		}
		else if (isErrorCode(member)) {
			this.errorCode = null;
		}
		else if (isErrorMessage(member)) {
			this.errorMessage = null;
		}
		else if (this.format.isLast(member, first)) {
			this.last = true;
		}
		else if (member == EnvelopeMembers.RESPONSE) {
			this.response = true;
			this.envelope.started(member, first, offset);
		}
		else if (this.response) {
			this.envelope.started(member, first, offset);
		}
	}

	@Override
	public void text(Member member, CapturedText text) {
		if (member == StreamFormat.FINISH_REASON) {
			this.reason |= text.isString() && !text.isEmpty();
		}
		else if (member == StreamFormat.ERROR_MSG_CODE) {
			this.errorMsgCode = code(text);
		}
		else if (member == StreamFormat.ERROR_MSG_TEXT) {
			this.errorMsgText = text.decode();
		}
		else if (isErrorCode(member)) {
			this.errorCode = code(text);
		}
		else if (isErrorMessage(member)) {
			this.errorMessage = text.decode();
		}
		else if (this.format.isLast(member, text)) {
			this.last = true;
		}
		else if (this.response) {
			this.envelope.text(member, text);
		}
	}

	@Override
	public void closed(Member member, long end) {
		if (this.response) {
			this.envelope.closed(member, end);
		}
	}

	private void noChoices() {
		this.choices = false;
		this.piece = false;
		this.message = false;
		this.reason = false;
	}

	private static boolean isErrorCode(Member member) {
		return member == StreamFormat.ERROR_CODE || member == StreamFormat.CODE;
	}

	private static boolean isErrorMessage(Member member) {
		return member == StreamFormat.ERROR_MESSAGE || member == StreamFormat.MESSAGE;
	}

	private static @Nullable String code(CapturedText text) {
		String code = text.decode();
		return isError(code) ? code : null;
	}

	/** Whether a code stands for an error. */
	static boolean isError(String code) {
		return !code.isBlank() && !isZero(code) && !code.equalsIgnoreCase("ok") && !code.equalsIgnoreCase("success");
	}

	/** Anything that a serializer may make of the number 0. */
	private static boolean isZero(String code) {
		for (int i = 0; i < code.length(); i++) {
			if ("-0.".indexOf(code.charAt(i)) < 0) {
				return false;
			}
		}
		return true;
	}

	private static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
