package io.github.tencentcloud.resilience.telemetry;

import java.util.function.Predicate;

import io.github.tencentcloud.resilience.policy.ClientErrors;

/**
 * Brings the tags of a series within the {@link TagLimits}. All meters share the places,
 * so that a value is the same in each of them.
 */
class TagBounds {

	private final TagLimiter products;

	private final TagLimiter actions;

	private final TagLimiter regions;

	private final TagLimiter codes;

	TagBounds(TagLimits limits, Predicate<String> knownCode) {
		this.products = new TagLimiter("products", limits.maxProducts(), (value) -> false);
		this.actions = new TagLimiter("actions", limits.maxActions(), (value) -> false);
		this.regions = new TagLimiter("regions", limits.maxRegions(), (value) -> false);
		this.codes = new TagLimiter("codes", limits.maxCodes(),
				(code) -> code.equals(ClientErrors.OK) || knownCode.test(code));
	}

	Series bound(Series series) {
		return new Series(this.products.limit(series.product()), this.actions.limit(series.action()),
				this.regions.limit(series.region()), this.codes.limit(series.code()), TagLimiter.clean(series.policy()),
				TagLimiter.clean(series.verdict()));
	}

	/**
	 * What is left of a bounded series for which a meter has no place. {@code OK} and
	 * known codes stay: a success must not look like an error.
	 */
	Series collapse(Series series) {
		String code = this.codes.isReserved(series.code()) ? series.code() : Series.OTHER;
		return new Series(Series.OTHER, Series.OTHER, Series.OTHER, code, series.policy(), series.verdict());
	}

}
