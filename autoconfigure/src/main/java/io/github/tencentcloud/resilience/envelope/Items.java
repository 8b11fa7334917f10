package io.github.tencentcloud.resilience.envelope;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.UntrustedText;

/**
 * The results of the items of a successful call.
 *
 * @param succeeded how many succeeded
 * @param failed the codes of the others, in the order in which they first came, each with
 * how often it came; {@link #NO_CODE} stands for an item without a code, {@link #OTHER}
 * for a code that is too long, and for all codes after the first hundred
 */
public record Items(int succeeded, Map<String, Integer> failed) {

	private static final int CODES_IN_WORDS = 5;

	/** There were no items, or they were not counted. */
	public static final Items NONE = new Items(0, Map.of());

	/** Stands for the code of an item that has none. */
	public static final String NO_CODE = "none";

	/** Stands for codes over the limit. */
	public static final String OTHER = "other";

	/** Stands for an item that reports a failure in words, without a code. */
	public static final String FAILED = "failed";

	/** Stands for the item that a call should have had. */
	public static final String MISSING = "missing";

	/** There should have been at least one item, but there was none. */
	public static final Items ABSENT = new Items(0, Map.of(MISSING, 1));

	/**
	 * Create a result.
	 * @param succeeded how many succeeded
	 * @param failed the codes of the others, each with how often it came
	 */
	public Items {
		failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
	}

	/**
	 * Whether there are no items at all.
	 * @return {@code true} if there are none
	 */
	public boolean isEmpty() {
		return this.succeeded == 0 && this.failed.isEmpty();
	}

	/**
	 * How many items failed.
	 * @return the sum over all codes
	 */
	public int failures() {
		return this.failed.values().stream().mapToInt(Integer::intValue).sum();
	}

	/**
	 * The codes of the items that failed, fit to be shown: clean, and never mistaken for
	 * one of ours.
	 * @return how often each code came, the most frequent one first
	 */
	public Map<String, Integer> failedCodes() {
		if (this.failed.isEmpty()) {
			return Map.of();
		}
		Map<String, Integer> clean = new LinkedHashMap<>();
		this.failed.forEach(
				(code, count) -> clean.merge(UntrustedText.name(ClientErrors.ofServer(code)), count, Integer::sum));
		Map<String, Integer> codes = new LinkedHashMap<>();
		clean.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
			.forEach((code) -> codes.put(code.getKey(), code.getValue()));
		return Collections.unmodifiableMap(codes);
	}

	/**
	 * The items that failed, in words.
	 * @return for example {@code 3 of 5 items failed: LimitExceeded.PhoneNumberDailyLimit
	 * ×2, FailedOperation.PhoneNumberInBlacklist}
	 */
	public String describeFailures() {
		if (this == ABSENT) {
			return "The answer has no items at all";
		}
		Map<String, Integer> codes = failedCodes();
		int failures = failures();
		String first = codes.entrySet()
			.stream()
			.limit(CODES_IN_WORDS)
			.map((code) -> code.getKey() + ((code.getValue() > 1) ? " ×" + code.getValue() : ""))
			.collect(Collectors.joining(", "));
		String rest = (codes.size() > CODES_IN_WORDS) ? " and " + (codes.size() - CODES_IN_WORDS) + " more codes" : "";
		return failures + " of " + (this.succeeded + failures) + " items failed: " + first + rest;
	}

}
