package io.github.tencentcloud.resilience.demo.page;

import java.util.Collection;
import java.util.Comparator;

/**
 * How far the clock of this machine is off, as its signatures take it into account.
 *
 * @param text in words, for example {@code 10 min behind}
 * @param products for how many products a correction is in force
 */
record ClockOffset(String text, int products) {

	/** Half a second is what the server rounds away. */
	private static final double NOTEWORTHY = 1;

	private static final int MINUTE = 60;

	/**
	 * Puts the offsets of all products into words.
	 * @param seconds what the clock is behind the server's, for each product; negative if
	 * it is ahead
	 * @return the largest of them
	 */
	static ClockOffset of(Collection<Double> seconds) {
		double most = seconds.stream().max(Comparator.comparingDouble(Math::abs)).orElse(0.0);
		int products = (int) seconds.stream().filter((offset) -> Math.abs(offset) >= NOTEWORTHY).count();
		return new ClockOffset((products > 0) ? text(most) : "right", products);
	}

	private static String text(double seconds) {
		long whole = Math.round(Math.abs(seconds));
		String amount = (whole < 2 * MINUTE) ? whole + " s" : Math.round(whole / (double) MINUTE) + " min";
		return amount + ((seconds > 0) ? " behind" : " ahead");
	}

}
