package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * What is configured for each product. It is worked out once, so that a call only looks
 * it up. Names match whatever their case.
 *
 * @param <T> what is configured
 */
final class ByProduct<T> {

	private final Map<String, T> products = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	/**
	 * Work it out.
	 * @param properties the configuration
	 * @param ofProduct what is configured for the product of this name, or {@code null}
	 * if nothing is
	 */
	ByProduct(TencentCloudResilienceProperties properties,
			BiFunction<String, ProductProperties, @Nullable T> ofProduct) {
		properties.products().forEach((name, product) -> {
			T own = ofProduct.apply(name, product);
			if (own != null) {
				this.products.put(name, own);
			}
		});
	}

	/** What is configured for a product, or {@code null}. */
	@Nullable T find(String product) {
		return this.products.get(product);
	}

	/** What is configured for a product, or else what holds for all others. */
	T find(String product, T others) {
		return this.products.getOrDefault(product, others);
	}

	/** The products for which something is configured. */
	Set<String> names() {
		return this.products.keySet();
	}

}
