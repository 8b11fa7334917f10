package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.BulkheadSettings;
import io.github.tencentcloud.resilience.admission.Bulkheads;

/**
 * The settings of bulkheads as configured, by product.
 */
final class ConfiguredBulkheads implements Function<String, @Nullable BulkheadSettings> {

	private final Map<String, BulkheadSettings> products = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	ConfiguredBulkheads(TencentCloudResilienceProperties properties) {
		properties.products().forEach((name, product) -> {
			BulkheadSettings settings = (product.bulkhead() != null) ? product.bulkhead().settings() : null;
			if (settings != null) {
				this.products.put(name, settings);
			}
		});
	}

	@Override
	public @Nullable BulkheadSettings apply(String product) {
		return this.products.get(product);
	}

	/** The settings of the product whose bulkhead has this name. */
	@Nullable BulkheadSettings ofName(String name) {
		return apply(name.substring(Bulkheads.NAME_PREFIX.length()));
	}

}
