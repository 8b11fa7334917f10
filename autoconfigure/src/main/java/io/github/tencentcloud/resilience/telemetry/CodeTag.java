package io.github.tencentcloud.resilience.telemetry;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The code as a tag of a meter that is not ours, within the limit of codes.
 */
public final class CodeTag {

	private final TagValues codes;

	/**
	 * Creates the tag.
	 * @param limits how many different codes there may be
	 * @param knownCode tells whether a code is in a table; such a code never becomes
	 * {@code other}
	 */
	public CodeTag(CardinalityLimits limits, Predicate<String> knownCode) {
		this.codes = TagValues.codes(limits, knownCode);
	}

	/**
	 * The value of the tag.
	 * @param code the code, or {@code null} if there is none
	 * @return the code, {@code none} or {@code other}
	 */
	public String value(@Nullable String code) {
		return this.codes.orOther(code);
	}

}
