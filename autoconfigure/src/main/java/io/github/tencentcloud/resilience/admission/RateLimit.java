package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many attempts are allowed per second or minute.
 *
 * @param calls the number, at least 1
 * @param period a second or a minute
 */
public record RateLimit(int calls, Duration period) {

	private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,8})\\s*/\\s*([sm])");

	/**
	 * Read a limit as it is written in properties.
	 * @param text for example {@code 20/s} or {@code 600/m}
	 * @return the limit
	 * @throws IllegalArgumentException if it is not written like that
	 */
	public static RateLimit of(String text) {
		Matcher matcher = TEXT.matcher(text.trim());
		if (!matcher.matches()) {
			throw new IllegalArgumentException("'" + text + "' is not a rate limit such as 20/s or 600/m");
		}
		return new RateLimit(Integer.parseInt(matcher.group(1)),
				matcher.group(2).equals("s") ? Duration.ofSeconds(1) : Duration.ofMinutes(1));
	}

	@Override
	public String toString() {
		return this.calls + (this.period.toSeconds() == 1 ? "/s" : "/m");
	}

}
