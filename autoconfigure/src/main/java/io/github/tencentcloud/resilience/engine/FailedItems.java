package io.github.tencentcloud.resilience.engine;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.UntrustedText;
import io.github.tencentcloud.resilience.envelope.Items;

/**
 * Says which items of a call failed, in words and in figures, the most frequent code
 * first.
 */
final class FailedItems {

	private static final int CODES_IN_WORDS = 5;

	private FailedItems() {
	}

	/**
	 * For example {@code 3 of 5 items failed: LimitExceeded.PhoneNumberDailyLimit ×2,
	 * FailedOperation.PhoneNumberInBlacklist}.
	 */
	static String describe(Items items) {
		if (items == Items.ABSENT) {
			return "The answer tells of no item at all";
		}
		Map<String, Integer> codes = codes(items);
		int failures = items.failures();
		String first = codes.entrySet()
			.stream()
			.limit(CODES_IN_WORDS)
			.map((code) -> code.getKey() + ((code.getValue() > 1) ? " ×" + code.getValue() : ""))
			.collect(Collectors.joining(", "));
		String rest = (codes.size() > CODES_IN_WORDS) ? " and " + (codes.size() - CODES_IN_WORDS) + " more codes" : "";
		return failures + " of " + (items.succeeded() + failures) + " items failed: " + first + rest;
	}

	/** How often each code came. */
	static Map<String, Integer> codes(Items items) {
		if (items.failed().isEmpty()) {
			return Map.of();
		}
		Map<String, Integer> clean = new LinkedHashMap<>();
		items.failed()
			.forEach(
					(code, count) -> clean.merge(UntrustedText.name(ClientErrors.ofServer(code)), count, Integer::sum));
		Map<String, Integer> codes = new LinkedHashMap<>();
		clean.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
			.forEach((code) -> codes.put(code.getKey(), code.getValue()));
		return Collections.unmodifiableMap(codes);
	}

}
