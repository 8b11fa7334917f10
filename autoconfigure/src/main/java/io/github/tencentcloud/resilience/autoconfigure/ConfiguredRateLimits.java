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

	private final Map<String, Map<String, RateLimit>> products = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	ConfiguredRateLimits(TencentCloudResilienceProperties properties) {
		properties.products()
			.forEach((product, settings) -> settings.actions()
				.forEach((action, entry) -> add(product, action, entry.rateLimit())));
	}

	private void add(String product, String action, @Nullable String limit) {
		if (limit != null) {
			this.products.computeIfAbsent(product, (key) -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER))
				.put(action, RateLimit.of(limit));
		}
	}

	@Override
	public @Nullable RateLimit apply(String product, String action) {
		if (this.products.isEmpty()) {
			return null;
		}
		Map<String, RateLimit> actions = this.products.get(product);
		return (actions != null) ? actions.get(action) : null;
	}

}
