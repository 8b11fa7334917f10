package io.github.tencentcloud.resilience.telemetry;

import java.util.function.Predicate;

/**
 * Keeps the tags of a series within the {@link CardinalityLimits}. All meters share the
 * limits, so a value reads the same in each of them.
 */
class SeriesLimiter {

	private final TagValues products;

	private final TagValues actions;

	private final TagValues regions;

	private final TagValues codes;

	SeriesLimiter(CardinalityLimits limits, Predicate<String> knownCode) {
		this.products = new TagValues("products", limits.maxProducts(), (value) -> false);
		this.actions = new TagValues("actions", limits.maxActions(), (value) -> false);
		this.regions = new TagValues("regions", limits.maxRegions(), (value) -> false);
		this.codes = TagValues.codes(limits, knownCode);
	}

	Series limit(Series series) {
		return new Series(this.products.orOther(series.product()), this.actions.orOther(series.action()),
				this.regions.orOther(series.region()), this.codes.orOther(series.code()),
				TagValues.clean(series.policy()), TagValues.clean(series.verdict()));
	}

	/**
	 * What remains of a series when the meter has no room for it. {@code OK} and known
	 * codes stay: a success must not look like an error.
	 */
	Series collapse(Series series) {
		String code = this.codes.isReserved(series.code()) ? series.code() : Series.OTHER;
		return new Series(Series.OTHER, Series.OTHER, Series.OTHER, code, series.policy(), series.verdict());
	}

}
