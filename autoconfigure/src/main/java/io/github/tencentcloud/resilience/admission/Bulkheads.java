package io.github.tencentcloud.resilience.admission;

import java.util.function.Function;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.BoundedMap;
import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;

/**
 * Finds the bulkhead of a product in Resilience4j's own registry.
 */
public class Bulkheads {

	/** All names start with it, so that they never collide with the user's own. */
	public static final String NAME_PREFIX = TencentCloudCall.NAME_PREFIX;

	private static final String OVERFLOW = "other";

	private final BulkheadRegistry registry;

	private final Function<String, @Nullable BulkheadSettings> settings;

	private final Time time;

	private final BoundedMap<String, RegistryEntry<Bulkhead, BulkheadQueue>> queues = BoundedMap
		.keeping(this::overflow);

	/**
	 * Create the look-up.
	 * @param registry the registry that owns the bulkheads
	 * @param settings the settings by product, {@code null} for a product without a
	 * bulkhead. Such a product uses the bulkhead of its name that is already in the
	 * registry, if there is one.
	 * @param time the clock of those who wait for a place
	 */
	public Bulkheads(BulkheadRegistry registry, Function<String, @Nullable BulkheadSettings> settings, Time time) {
		this.registry = registry;
		this.settings = settings;
		this.time = time;
	}

	/**
	 * No product has a bulkhead.
	 * @return a look-up that finds none
	 */
	public static Bulkheads none() {
		return new Bulkheads(BulkheadRegistry.ofDefaults(), (product) -> null, new SystemTime());
	}

	/**
	 * Request a place in the bulkhead of a product.
	 * @param product the product
	 * @return the permit, not taken yet, or {@code null} if the product has no bulkhead
	 */
	@Nullable BulkheadPermit permit(String product) {
		RegistryEntry<Bulkhead, BulkheadQueue> entry = this.queues.get(product);
		BulkheadQueue queue = ((entry != null) ? entry : this.queues.get(product, this::entry)).get();
		return (queue != null) ? new BulkheadPermit(queue, this.time) : null;
	}

	/** A product that has a bulkhead keeps it, however many others there are. */
	private String overflow(String product) {
		return (this.settings.apply(product) != null || this.registry.find(name(product)).isPresent()) ? product
				: OVERFLOW;
	}

	private RegistryEntry<Bulkhead, BulkheadQueue> entry(String product) {
		return new RegistryEntry<>(
				new RegistryEntry.Kind<>("Bulkhead", this.registry::find, maker(this.settings.apply(product))),
				name(product), BulkheadQueue::new);
	}

	private static String name(String product) {
		return NAME_PREFIX + RegistryEntry.part(product);
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
