package io.github.tencentcloud.resilience.policy;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Rules by the words at the end of a reason, for codes that nobody has listed:
 * {@code SkillScanRateLimitExceeded} is a {@code RateLimitExceeded}. An ending starts
 * where a word of the reason starts, and not after a {@code No} or {@code Not}, which
 * would reverse its meaning. The longest ending that fits decides.
 * <p>
 * How long a search takes depends on the endings and not on the code, which comes from
 * outside.
 */
final class EndingTable {

	private final List<CodeRule> rules;

	EndingTable(Map<String, CodeRule> rules) {
		this.rules = List.copyOf(rules.values());
	}

	/**
	 * Find the ending of a reason.
	 * @param code the code
	 * @param reason where its reason begins
	 * @return the rule, or {@code null} if it ends in no known word
	 */
	@Nullable CodeRule find(String code, int reason) {
		CodeRule longest = null;
		for (CodeRule rule : this.rules) {
			if ((longest == null || rule.key().length() > longest.key().length())
					&& isEnding(rule.key(), code, reason)) {
				longest = rule;
			}
		}
		return longest;
	}

	Collection<CodeRule> rules() {
		return this.rules;
	}

	private static boolean isEnding(String ending, String code, int reason) {
		int start = code.length() - ending.length();
		if (start < reason || !code.regionMatches(true, start, ending, 0, ending.length())) {
			return false;
		}
		return start == reason || (isWord(code, start, ending) && !isNegated(code, reason, start));
	}

	/**
	 * In a code without capitals the start of a word cannot be seen, so any position will
	 * do.
	 */
	private static boolean isWord(String code, int start, String ending) {
		boolean capital = !Character.isLowerCase(code.charAt(start));
		return capital || !code.regionMatches(start + 1, ending, 1, ending.length() - 1);
	}

	private static boolean isNegated(String code, int reason, int start) {
		return isPreceded("No", code, reason, start) || isPreceded("Not", code, reason, start);
	}

	private static boolean isPreceded(String word, String code, int reason, int start) {
		int begin = start - word.length();
		return begin >= reason && code.regionMatches(true, begin, word, 0, word.length())
				&& (Character.isUpperCase(code.charAt(begin)) || Character.isLowerCase(code.charAt(start)));
	}

}
