package io.github.tencentcloud.resilience.policy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * What has been resolved before, by product, action and code as they were written. Its
 * size is bounded, since codes come from outside.
 */
final class ResolutionCache {

	/** The vendor's SDK knows 12,000 codes, counted per product. */
	private static final int MAX_ENTRIES = 20_000;

	/** The longest of them has 83 characters. */
	private static final int LONGEST = 100;

	private final Map<String, Map<String, Map<String, Resolution>>> products = new ConcurrentHashMap<>();

	private final Semaphore room = new Semaphore(MAX_ENTRIES);

	@Nullable Resolution get(String product, String action, String code) {
		Map<String, Map<String, Resolution>> actions = this.products.get(product);
		Map<String, Resolution> codes = (actions != null) ? actions.get(action) : null;
		return (codes != null) ? codes.get(code) : null;
	}

	void put(String product, String action, Resolution resolution) {
		if (!isShort(product, action, resolution.code()) || !this.room.tryAcquire()) {
			return;
		}
		Resolution known = this.products.computeIfAbsent(product, (key) -> new ConcurrentHashMap<>())
			.computeIfAbsent(action, (key) -> new ConcurrentHashMap<>())
			.putIfAbsent(resolution.code(), resolution);
		if (known != null) {
			this.room.release();
		}
	}

	private static boolean isShort(String product, String action, String code) {
		return product.length() <= LONGEST && action.length() <= LONGEST && code.length() <= LONGEST;
	}

}
