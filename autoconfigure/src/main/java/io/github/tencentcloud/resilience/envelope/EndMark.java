package io.github.tencentcloud.resilience.envelope;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.json.CapturedText;
import io.github.tencentcloud.resilience.json.Member;

/**
 * A member of an event that marks it as the last one.
 *
 * @param top the member of the event that it is, or is in
 * @param leaf the member itself
 * @param value what it has to be, or {@code null} for any text that is not empty
 */
record EndMark(Member top, Member leaf, byte @Nullable [] value) {

	private static final int LIMIT = 64;

	/** Of a path such as {@code ResponseType=2} or {@code Data.IsFinish=true}. */
	static EndMark of(String path) {
		int equals = path.indexOf('=');
		String name = (equals < 0) ? path : path.substring(0, equals);
		byte[] value = (equals < 0) ? null : path.substring(equals + 1).getBytes(StandardCharsets.UTF_8);
		int dot = name.indexOf('.');
		Member leaf = Member.text(name.substring(dot + 1), LIMIT);
		return new EndMark((dot < 0) ? leaf : Member.object(name.substring(0, dot), leaf), leaf, value);
	}

	/**
	 * Literals are never captured; what starts with the letter of {@code true} is nothing
	 * else.
	 */
	boolean isTrue(Member member, byte first) {
		return member == this.leaf && first == 't' && this.value != null && this.value[0] == 't';
	}

	boolean is(Member member, CapturedText text) {
		return member == this.leaf
				&& ((this.value != null) ? text.contentEquals(this.value) : text.isString() && !text.isEmpty());
	}

}
