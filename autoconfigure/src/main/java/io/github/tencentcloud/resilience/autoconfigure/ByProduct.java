package io.github.tencentcloud.resilience.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What is configured for each product, and what holds for all others. It is worked out
 * once, so that a call only looks it up. Names match whatever their case.
 *
 * @param <T> what is configured
 */
final class ByProduct<T extends @Nullable Object> implements Function<String, T> {

	private final Map<String, T> products = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final T others;

	/**
	 * Work it out.
	 * @param properties the configuration
	 * @param others what holds for products without an entry
	 * @param ofProduct what holds for the product of this name, or {@code null} if that
	 * is as for the others
	 */
	ByProduct(TencentCloudResilienceProperties properties, T others,
			BiFunction<String, ProductProperties, @Nullable T> ofProduct) {
		this.others = others;
		properties.products().forEach((name, product) -> {
			T own = ofProduct.apply(name, product);
			if (own != null) {
				this.products.put(name, own);
			}
		});
	}

	@Override
	public T apply(String product) {
		T own = this.products.get(product);
		return (own != null) ? own : this.others;
	}

	/** The products that do not go by what holds for the others. */
	Set<String> names() {
		return this.products.keySet();
	}

}
