package io.github.tencentcloud.resilience.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.PacingSettings;

/**
 * Properties of pacing after the server has said that there are too many calls. Those of
 * a product override those of all products field by field, and these override the
 * defaults.
 *
 * @param enabled Whether calls are paced after throttling.
 * @param minRate Fewest attempts per second to which pacing goes down.
 * @param maxQueue Most calls of an action, region and account that wait to be sent; 0 for
 * none.
 */
record AdaptiveThrottlingProperties(@Nullable Boolean enabled, @Nullable Double minRate, @Nullable Integer maxQueue) {

	static final AdaptiveThrottlingProperties DEFAULTS = new AdaptiveThrottlingProperties(
			PacingSettings.DEFAULTS.enabled(), PacingSettings.DEFAULTS.minRate(), PacingSettings.DEFAULTS.maxQueue());

	/** Override others with these properties, field by field. */
	AdaptiveThrottlingProperties over(AdaptiveThrottlingProperties base) {
		return new AdaptiveThrottlingProperties(or(this.enabled, base.enabled), or(this.minRate, base.minRate),
				or(this.maxQueue, base.maxQueue));
	}

	private static <T> @Nullable T or(@Nullable T value, @Nullable T fallback) {
		return (value != null) ? value : fallback;
	}

}
