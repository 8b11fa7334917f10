package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Thousands of names that exist, whatever their case. One that was meant is about as long
 * as what was written, so only those of about that length are looked at.
 */
final class ExistingNames {

	private final Map<Integer, Set<String>> byLength;

	ExistingNames(Stream<String> names) {
		this.byLength = names.collect(Collectors.groupingBy(String::length,
				Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER))));
	}

	boolean contains(String name) {
		return ofLength(name.length()).contains(name);
	}

	/** The name that was meant, as {@link TypingError#meant} finds it. */
	@Nullable String meant(String name) {
		int length = name.length();
		return contains(name) ? null
				: TypingError.meant(name,
						IntStream.rangeClosed(length - 1, length + 1)
							.boxed()
							.flatMap((near) -> ofLength(near).stream())
							.toList());
	}

	private Set<String> ofLength(int length) {
		return this.byLength.getOrDefault(length, Set.of());
	}

}
