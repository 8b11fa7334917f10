package io.github.tencentcloud.resilience.envelope;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.json.CapturedText;
import io.github.tencentcloud.resilience.json.Member;

/**
 * How the streams of an action end and fail, as far as that is known, and thus what is
 * watched in their events.
 */
public final class StreamFormat {

	/** The path of what ends a chat, which is watched in every stream. */
	private static final String END_OF_CHAT = "Choices[].FinishReason";

	private static final int CODE_LIMIT = 1024;

	private static final int MESSAGE_LIMIT = 16 * 1024;

	static final Member FINISH_REASON = Member.text("FinishReason", 64);

	/** An object whose content does not matter, only whether it is there. */
	static final Member CHOICE_MESSAGE = Member.text("Message", 0);

	static final Member CHOICES = Member.list("Choices", Member.object("", FINISH_REASON, CHOICE_MESSAGE));

	static final Member ERROR_MSG_CODE = Member.text("Code", CODE_LIMIT);

	static final Member ERROR_MSG_TEXT = Member.text("Msg", MESSAGE_LIMIT);

	static final Member ERROR_MSG = Member.object("ErrorMsg", ERROR_MSG_CODE, ERROR_MSG_TEXT);

	static final Member ERROR_CODE = Member.text("ErrorCode", CODE_LIMIT);

	static final Member ERROR_MESSAGE = Member.text("ErrorMessage", MESSAGE_LIMIT);

	/** What is watched in all streams. */
	private static final List<Member> COMMON = List.of(CHOICES, ERROR_MSG, ERROR_CODE, ERROR_MESSAGE,
			EnvelopeMembers.RESPONSE);

	/** Next to the content, and watched only where it is the code of an error. */
	static final Member CODE = Member.text("Code", CODE_LIMIT);

	static final Member MESSAGE = Member.text("Message", MESSAGE_LIMIT);

	/** The format of streams about which nothing is known. */
	public static final StreamFormat UNKNOWN = new StreamFormat(List.of(), null, List.of());

	private final EndMark[] marks;

	/** Whether there has to be one; unknown if {@code null}. */
	private final @Nullable Boolean needed;

	private final String lastEvent;

	private final Member root;

	private StreamFormat(List<String> ends, @Nullable Boolean needed, List<String> fails) {
		this.marks = ends.stream().filter((end) -> !end.equals(END_OF_CHAT)).map(EndMark::of).toArray(EndMark[]::new);
		this.needed = needed;
		this.lastEvent = (this.marks.length == 0) ? "a FinishReason" : String.join(" or ", ends);
		List<Member> members = new ArrayList<>(COMMON);
		for (EndMark mark : this.marks) {
			members.add(mark.top());
		}
		if (fails.contains("Code")) {
			members.add(CODE);
			members.add(MESSAGE);
		}
		this.root = Member.object("", members.toArray(Member[]::new));
	}

	/**
	 * Create the format of an action's streams.
	 * @param ends what the last event has: paths such as {@code Choices[].FinishReason},
	 * {@code Data.IsFinish=true} or {@code Progress=100}, any one of which is enough;
	 * without a value, a text that is not empty
	 * @param needed whether a stream without any of them is truncated
	 * @param fails where an event has the code of an error. Only {@code Code}, next to
	 * its {@code Message}, has to be named; all others are watched anyway
	 * @return the format
	 */
	public static StreamFormat of(List<String> ends, boolean needed, List<String> fails) {
		return new StreamFormat(ends, needed, fails);
	}

	/** What is watched in an event. */
	Member root() {
		return this.root;
	}

	boolean isLast(Member member, byte first) {
		for (EndMark mark : this.marks) {
			if (mark.isTrue(member, first)) {
				return true;
			}
		}
		return false;
	}

	boolean isLast(Member member, CapturedText text) {
		for (EndMark mark : this.marks) {
			if (mark.is(member, text)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a stream that nothing finished is truncated.
	 * @param pieces whether it had pieces of a chat, which need an end unless something
	 * else is known
	 */
	boolean needsEnd(boolean pieces) {
		return (this.needed != null) ? this.needed : pieces;
	}

	/** What the last event should have contained. */
	String lastEvent() {
		return this.lastEvent;
	}

}
