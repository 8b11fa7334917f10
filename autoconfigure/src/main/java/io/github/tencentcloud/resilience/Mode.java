package io.github.tencentcloud.resilience;

import java.util.Locale;

/**
 * How far calls are guarded. In every mode, requests get their version, region, address
 * and signature, and callers of annotated interfaces get the same results.
 */
public enum Mode {

	/** Decide, repeat, short-circuit, fail and measure. */
	ENFORCE,

	/**
	 * Leave bytes, timing and attempts as they are; the meters show what would have been
	 * decided.
	 */
	OBSERVE,

	/** Neither decide nor measure. */
	OFF;

	/**
	 * The mode as written in {@code application.yml}.
	 * @return for example {@code enforce}
	 */
	public String value() {
		return name().toLowerCase(Locale.ROOT);
	}

}
