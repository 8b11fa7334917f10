package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.time.Instant;

/**
 * Age by a clock that may be changed at any time.
 */
final class Age {

	private Age() {
	}

	/**
	 * A start in the future does not count as recent: the clock has been set back since.
	 */
	static boolean isBelow(Duration limit, Instant start, Instant now) {
		return !now.isBefore(start) && now.isBefore(start.plus(limit));
	}

}
