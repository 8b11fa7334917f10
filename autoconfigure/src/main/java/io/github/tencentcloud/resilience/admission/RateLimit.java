package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * How many attempts are allowed per second or minute.
 *
 * @param calls the number, at least 1
 * @param period a second or a minute
 */
public record RateLimit(int calls, Duration period) {

	private static final Pattern TEXT = Pattern.compile("(\\d+)(\\.\\d+)?\\s*/\\s*(\\w+)");

	private static final int MOST_DIGITS = 9;

	/**
	 * Read a limit as it is written in properties.
	 * @param text for example {@code 20/s} or {@code 600/m}
	 * @return the limit
	 * @throws IllegalArgumentException if it is not written like that; its message is a
	 * sentence that says why
	 */
	public static RateLimit of(String text) {
		Matcher matcher = TEXT.matcher(text.trim());
		Assert.isTrue(matcher.matches(), "It is not a number of calls in a second or a minute.");
		String calls = matcher.group(1);
		String unit = matcher.group(3);
		Assert.isTrue(unit.equals("s") || unit.equals("m"), "It counts neither per second nor per minute.");
		Assert.isTrue(matcher.group(2) == null, "It is not a whole number of calls.");
		Assert.isTrue(calls.length() <= MOST_DIGITS, "It has more than nine digits.");
		Assert.isTrue(Integer.parseInt(calls) > 0, "It allows no call at all.");
		return new RateLimit(Integer.parseInt(calls), unit.equals("s") ? Duration.ofSeconds(1) : Duration.ofMinutes(1));
	}

	@Override
	public String toString() {
		return this.calls + (this.period.toSeconds() == 1 ? "/s" : "/m");
	}

}
