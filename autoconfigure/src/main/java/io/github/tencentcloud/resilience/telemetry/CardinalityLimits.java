package io.github.tencentcloud.resilience.telemetry;

/**
 * How many different values the tags of the meters may have, and how many series they may
 * produce. The limits apply to one application instance for as long as it runs.
 *
 * @param maxProducts the number of different products; any further one is counted as
 * {@code other}
 * @param maxActions the number of different actions, those of all products together
 * @param maxRegions the number of different API regions
 * @param maxCodes the number of different error codes, not counting known ones, which
 * keep their place even when the limit is reached
 * @param maxSeries the number of tag combinations of each meter. A quarter of it is
 * reserved for those that have been collapsed into {@code other}.
 */
public record CardinalityLimits(int maxProducts, int maxActions, int maxRegions, int maxCodes, int maxSeries) {

	private static final CardinalityLimits DEFAULTS = new CardinalityLimits(50, 200, 50, 200, 10_000);

	/**
	 * Creates the limits.
	 * @param maxProducts the number of different products
	 * @param maxActions the number of different actions
	 * @param maxRegions the number of different API regions
	 * @param maxCodes the number of different unknown error codes
	 * @param maxSeries the number of tag combinations of each meter
	 * @throws IllegalArgumentException if one of them is not positive
	 */
	public CardinalityLimits {
		requirePositive("max-products", maxProducts);
		requirePositive("max-actions", maxActions);
		requirePositive("max-regions", maxRegions);
		requirePositive("max-codes", maxCodes);
		requirePositive("max-series", maxSeries);
	}

	/**
	 * The limits that apply where nothing is configured.
	 * @return 50 products, 200 actions, 50 regions, 200 unknown codes, and 10,000 tag
	 * combinations per meter
	 */
	public static CardinalityLimits defaults() {
		return DEFAULTS;
	}

	private static void requirePositive(String name, int value) {
		if (value <= 0) {
			throw new IllegalArgumentException("%s must be greater than 0, but is %d".formatted(name, value));
		}
	}

}
