package io.github.tencentcloud.resilience.throttle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bulkhead of a product in Resilience4j's own registry.
 */
public class Bulkheads {

	/** All names start with it, so that they never collide with the user's own. */
	public static final String NAME_PREFIX = "tencentcloud-";

	/** Products come from requests; without a bound, so would what is remembered. */
	private static final int MAX_PRODUCTS = 1000;

	private final BulkheadRegistry registry;

	private final Function<String, @Nullable BulkheadSettings> settings;

	private final Map<String, RegistryEntry<Bulkhead, Room>> rooms = new ConcurrentHashMap<>();

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
		RegistryEntry<Bulkhead, Room> entry = this.rooms.get(product);
		Room room = ((entry != null) ? entry : entry(product)).get();
		return (room != null) ? new Seat(room) : null;
	}

	private RegistryEntry<Bulkhead, Room> entry(String product) {
		BulkheadSettings settings = this.settings.apply(product);
		if (this.rooms.size() >= MAX_PRODUCTS && settings == null) {
			return create(product, null);
		}
		return this.rooms.computeIfAbsent(product, (key) -> create(key, settings));
	}

	private RegistryEntry<Bulkhead, Room> create(String product, @Nullable BulkheadSettings settings) {
		return new RegistryEntry<>(new RegistryEntry.Kind<>("Bulkhead", this.registry::find, maker(settings)),
				NAME_PREFIX + RegistryEntry.part(product), Room::new);
	}

	private RegistryEntry.@Nullable Maker<Bulkhead> maker(@Nullable BulkheadSettings settings) {
		if (settings == null) {
			return null;
		}
		BulkheadConfig config = BulkheadConfig.custom()
			.maxConcurrentCalls(settings.maxConcurrentCalls())
			.maxWaitDuration(settings.maxWaitDuration())
			.build();
		return new RegistryEntry.Maker<>((name) -> this.registry.bulkhead(name, config),
				(name) -> Bulkhead.of(name, config));
	}

}
