package io.github.tencentcloud.resilience.autoconfigure;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.PacingSettings;

/**
 * The settings of pacing as configured: those of the product over those of all products
 * over the defaults.
 */
final class ConfiguredPacing implements Function<String, PacingSettings> {

	private final PacingSettings global;

	private final ByProduct<PacingSettings> products;

	ConfiguredPacing(TencentCloudResilienceProperties properties) {
		AdaptiveThrottlingProperties global = properties.adaptiveThrottling()
			.over(AdaptiveThrottlingProperties.DEFAULTS);
		this.global = settings(global);
		this.products = new ByProduct<>(properties, (name, product) -> (product.adaptiveThrottling() != null)
				? settings(product.adaptiveThrottling().over(global)) : null);
	}

	@Override
	public PacingSettings apply(String product) {
		return this.products.find(product, this.global);
	}

	private static PacingSettings settings(AdaptiveThrottlingProperties properties) {
		PacingSettings defaults = PacingSettings.DEFAULTS;
		return new PacingSettings(or(properties.enabled(), defaults.enabled()),
				or(properties.minRate(), defaults.minRate()), or(properties.maxQueue(), defaults.maxQueue()));
	}

	private static <T> T or(@Nullable T value, T fallback) {
		return (value != null) ? value : fallback;
	}

}
