package io.github.tencentcloud.resilience;

import java.util.Locale;

/**
 * How far the filter goes.
 */
public enum Mode {

	/** Decide, repeat, short-circuit, fail and measure. */
	ENFORCE,

	/**
	 * Leave bytes, timing and attempts as they are; the meters show what would have been
	 * decided.
	 */
	OBSERVE,

	/** Do nothing. */
	OFF;

	/**
	 * The mode as written in {@code application.yml}.
	 * @return for example {@code enforce}
	 */
	public String value() {
		return name().toLowerCase(Locale.ROOT);
	}

}
