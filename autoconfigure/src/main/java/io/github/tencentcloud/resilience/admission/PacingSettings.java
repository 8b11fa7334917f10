package io.github.tencentcloud.resilience.admission;

/**
 * Settings of pacing after throttling.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param enabled whether calls are paced at all
 * @param minRate the lowest rate that pacing goes down to, in attempts per second
 * @param maxQueue how many calls may wait at the same time for their first attempt, for
 * each action, region and account; 0 for none
 */
public record PacingSettings(boolean enabled, double minRate, int maxQueue) {

	/** What applies where nothing is configured. */
	public static final PacingSettings DEFAULTS = new PacingSettings(true, 0.5, 100);

}
