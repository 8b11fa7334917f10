package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.RateLimit;

/**
 * The rate limits as configured, by product and action.
 */
final class ConfiguredRateLimits implements BiFunction<String, String, @Nullable RateLimit> {

	private final ByProduct<Map<String, RateLimit>> products;

	ConfiguredRateLimits(TencentCloudResilienceProperties properties) {
		this.products = new ByProduct<>(properties, (name, product) -> limits(product));
	}

	private static @Nullable Map<String, RateLimit> limits(ProductProperties product) {
		Map<String, RateLimit> limits = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		product.actions().forEach((action, properties) -> {
			if (properties.rateLimit() != null) {
				limits.put(action, RateLimit.of(properties.rateLimit()));
			}
		});
		return limits.isEmpty() ? null : limits;
	}

	@Override
	public @Nullable RateLimit apply(String product, String action) {
		return this.products.find(product, Map.of()).get(action);
	}

}
