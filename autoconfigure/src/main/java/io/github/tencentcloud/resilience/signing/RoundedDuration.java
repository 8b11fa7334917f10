package io.github.tencentcloud.resilience.signing;

import java.time.Duration;

/**
 * A duration as people say it, in the unit that suits it.
 */
final class RoundedDuration {

	private static final long MINUTE = 60;

	private static final long HOUR = 60 * MINUTE;

	private static final long DAY = 24 * HOUR;

	private RoundedDuration() {
	}

	/** For example {@code 10 minutes} for nearly so much, forwards or backwards. */
	static String of(Duration duration) {
		long seconds = Math.round(duration.abs().toMillis() / 1000.0);
		if (seconds < 2 * MINUTE) {
			return text(seconds, 1, "second");
		}
		if (seconds < 2 * HOUR) {
			return text(seconds, MINUTE, "minute");
		}
		return (seconds < 2 * DAY) ? text(seconds, HOUR, "hour") : text(seconds, DAY, "day");
	}

	private static String text(long seconds, long unit, String name) {
		long count = Math.round(seconds / (double) unit);
		return count + " " + name + ((count == 1) ? "" : "s");
	}

}
