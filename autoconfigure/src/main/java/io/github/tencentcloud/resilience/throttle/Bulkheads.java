package io.github.tencentcloud.resilience.throttle;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bulkhead of a product in Resilience4j's own registry.
 */
public final class Bulkheads {

	/** All names start with it, so that they never collide with the user's own. */
	public static final String NAME_PREFIX = "tencentcloud-";

	/** Products come from requests; without a bound, so would what is remembered. */
	private static final int MAX_PRODUCTS = 1000;

	private final BulkheadRegistry registry;

	private final Function<String, @Nullable BulkheadSettings> settings;

	private final Map<String, Optional<Room>> rooms = new ConcurrentHashMap<>();

	/**
	 * Create the look-up.
	 * @param registry the registry that owns the bulkheads
	 * @param settings the settings by product, {@code null} for a product without a
	 * bulkhead. Such a one has the bulkhead of its name that is in the registry already,
	 * if there is one.
	 */
	public Bulkheads(BulkheadRegistry registry, Function<String, @Nullable BulkheadSettings> settings) {
		this.registry = registry;
		this.settings = settings;
	}

	/**
	 * No product has a bulkhead.
	 * @return a look-up that finds none
	 */
	public static Bulkheads none() {
		return new Bulkheads(BulkheadRegistry.ofDefaults(), (product) -> null);
	}

	/**
	 * Ask for a place in the bulkhead of a product.
	 * @param product the product
	 * @return what will be the place, or {@code null} if the product has no bulkhead
	 */
	public @Nullable Seat seat(String product) {
		Optional<Room> room = this.rooms.get(product);
		room = (room != null) ? room : find(product);
		return room.isPresent() ? new Seat(room.get()) : null;
	}

	private Optional<Room> find(String product) {
		if (this.rooms.size() >= MAX_PRODUCTS && this.settings.apply(product) == null) {
			return Optional.empty();
		}
		return this.rooms.computeIfAbsent(product,
				(key) -> Optional.ofNullable(bulkhead(key, this.settings.apply(key))).map(Room::new));
	}

	private @Nullable Bulkhead bulkhead(String product, @Nullable BulkheadSettings settings) {
		String name = NAME_PREFIX + RegistryEntry.part(product);
		if (settings == null) {
			return this.registry.find(name).orElse(null);
		}
		BulkheadConfig config = BulkheadConfig.custom()
			.maxConcurrentCalls(settings.maxConcurrentCalls())
			.maxWaitDuration(settings.maxWaitDuration())
			.build();
		return RegistryEntry.orElse("Bulkhead", name, () -> this.registry.bulkhead(name, config),
				() -> Bulkhead.of(name, config));
	}

}
