package io.github.tencentcloud.resilience.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.tencentcloud.resilience.telemetry.CardinalityLimits;

/**
 * Properties of the meters.
 *
 * @param enabled Whether to measure calls.
 * @param maxProducts Most products that are told apart; any further one is counted as
 * "other".
 * @param maxActions Most actions that are told apart, those of all products together.
 * @param maxRegions Most API regions that are told apart.
 * @param maxCodes Most error codes that are told apart, besides those of the tables.
 * @param maxSeries Most combinations of tags per meter.
 * @param httpClientCode Whether "http.client.requests" gets the tag "tencentcloud.code".
 */
record MetricsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("50") int maxProducts,
		@DefaultValue("200") int maxActions, @DefaultValue("50") int maxRegions, @DefaultValue("200") int maxCodes,
		@DefaultValue("10000") int maxSeries, @DefaultValue("true") boolean httpClientCode) {

	CardinalityLimits limits() {
		return new CardinalityLimits(this.maxProducts, this.maxActions, this.maxRegions, this.maxCodes, this.maxSeries);
	}

}
