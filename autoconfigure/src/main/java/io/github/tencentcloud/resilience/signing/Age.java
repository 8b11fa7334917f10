package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.time.Instant;

/**
 * How old something is by a clock that somebody may set at any time.
 */
final class Age {

	private Age() {
	}

	/** What lies in the future was not just now: the clock has been set back since. */
	static boolean isBelow(Duration limit, Instant start, Instant now) {
		return !now.isBefore(start) && now.isBefore(start.plus(limit));
	}

}
