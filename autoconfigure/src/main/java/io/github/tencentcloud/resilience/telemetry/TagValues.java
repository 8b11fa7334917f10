package io.github.tencentcloud.resilience.telemetry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.tencentcloud.resilience.BoundedSet;
import io.github.tencentcloud.resilience.ClientErrors;
import io.github.tencentcloud.resilience.UntrustedText;

/**
 * The values that one kind of tag may have: the first ones seen, up to the limit; later
 * ones become {@code other}.
 */
class TagValues {

	/** The longest of the 10,000 codes in the vendor's SDK has 83 characters. */
	static final int MAX_LENGTH = 100;

	private static final Logger logger = LoggerFactory.getLogger(TagValues.class);

	private final String kind;

	private final int max;

	private final Predicate<String> reserved;

	private final BoundedSet<String> admitted;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Creates an empty set of values.
	 * @param kind what is limited, as in {@code max-<kind>}
	 * @param max how many values are admitted
	 * @param reserved recognises values that are always admitted, without counting
	 */
	TagValues(String kind, int max, Predicate<String> reserved) {
		this.kind = kind;
		this.max = max;
		this.reserved = reserved;
		this.admitted = new BoundedSet<>(max);
	}

	/** The values of a tag that holds a code; {@code OK} and known codes do not count. */
	static TagValues codes(CardinalityLimits limits, Predicate<String> knownCode) {
		return new TagValues("codes", limits.maxCodes(),
				(code) -> code.equals(ClientErrors.OK) || knownCode.test(code));
	}

	/** The value, cleaned, if it is or can be admitted, else {@code other}. */
	String orOther(@Nullable String value) {
		if (value != null && this.admitted.contains(value)) {
			return value;
		}
		String clean = clean(value);
		if (clean.equals(Series.NONE) || clean.equals(Series.OTHER) || isReserved(clean)) {
			return clean;
		}
		return (isName(clean) && admit(clean)) ? clean : Series.OTHER;
	}

	boolean isReserved(String value) {
		return this.reserved.test(value);
	}

	private boolean admit(String value) {
		if (this.admitted.add(value) || this.admitted.contains(value)) {
			return true;
		}
		warnOnce();
		return false;
	}

	private void warnOnce() {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(
					"More than {} different {} have been measured: further ones are counted as '{}'. "
							+ "The limit is tencentcloud.resilience.metrics.max-{}",
					this.max, this.kind, Series.OTHER, this.kind);
		}
	}

	/**
	 * Half of a surrogate pair is not text: a registry would write a question mark for
	 * each, and end up with two series of the same name.
	 */
	static String clean(@Nullable String value) {
		if (value == null || value.isBlank()) {
			return Series.NONE;
		}
		return (value.length() <= MAX_LENGTH && UntrustedText.isClean(value)) ? value : Series.OTHER;
	}

	/**
	 * Names have no white space, so this would be a sentence that ended up in the wrong
	 * place.
	 */
	private static boolean isName(String value) {
		return value.chars().noneMatch(Character::isWhitespace);
	}

}
