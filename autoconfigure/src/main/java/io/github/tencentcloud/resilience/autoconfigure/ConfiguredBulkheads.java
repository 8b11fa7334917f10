package io.github.tencentcloud.resilience.autoconfigure;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.admission.BulkheadSettings;
import io.github.tencentcloud.resilience.admission.Bulkheads;

/**
 * The settings of bulkheads as configured, by product.
 */
final class ConfiguredBulkheads implements Function<String, @Nullable BulkheadSettings> {

	private final ByProduct<BulkheadSettings> products;

	ConfiguredBulkheads(TencentCloudResilienceProperties properties) {
		this.products = new ByProduct<>(properties,
				(name, product) -> (product.bulkhead() != null) ? product.bulkhead().settings() : null);
	}

	@Override
	public @Nullable BulkheadSettings apply(String product) {
		return this.products.find(product);
	}

	/** The settings of the product whose bulkhead has this name. */
	@Nullable BulkheadSettings ofName(String name) {
		return apply(name.substring(Bulkheads.NAME_PREFIX.length()));
	}

}
