package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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

	private final Time time;

	private final BoundedMap<String, Entry> queues = BoundedMap.keeping(this::overflow);

	private volatile Function<String, @Nullable BulkheadSettings> settings;

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
		Entry entry = this.queues.get(product);
		if (entry == null) {
			Function<String, @Nullable BulkheadSettings> current = this.settings;
			entry = this.queues.get(product, (key) -> entry(key, current.apply(key), null));
			if (this.settings != current) {
				// They have changed meanwhile.
				retune(entry);
				return permit(product);
			}
		}
		BulkheadQueue queue = entry.registered().get();
		return (queue != null) ? new BulkheadPermit(queue, this.time) : null;
	}

	/**
	 * Use other settings from now on. A bulkhead that gets more places, or another wait,
	 * keeps the places that are taken and those who wait for one. One that gets fewer
	 * begins anew, since Resilience4j would block this thread until enough of them are
	 * free: for as long as attempts go on that began before, there may be more than it
	 * allows. A bulkhead that somebody else has put in the registry, or changed there, is
	 * left alone.
	 * @param settings the settings by product, {@code null} for a product without a
	 * bulkhead
	 */
	public synchronized void retune(Function<String, @Nullable BulkheadSettings> settings) {
		this.settings = settings;
		this.queues.forEach((product, entry) -> retune(entry));
	}

	private void retune(Entry entry) {
		BulkheadSettings now = this.settings.apply(entry.product());
		if (Objects.equals(now, entry.settings())) {
			return;
		}
		Bulkhead bulkhead = entry.registered().present();
		boolean ours = bulkhead != null && bulkhead.getBulkheadConfig() == entry.config();
		String name = name(entry.product());
		if (!ours) {
			this.queues.put(entry.product(), entry(entry.product(), now, entry));
		}
		else if (now == null) {
			this.queues.remove(entry.product(), entry);
			RegistryEntry.change("Bulkhead", name, () -> this.registry.remove(name));
		}
		else if (now.maxConcurrentCalls() < entry.config().getMaxConcurrentCalls()) {
			Entry next = entry(entry.product(), now, null);
			this.queues.put(entry.product(), next);
			RegistryEntry.change("Bulkhead", name, () -> this.registry.replace(name, Bulkhead.of(name, next.config())));
		}
		else {
			Entry next = entry(entry.product(), now, entry);
			this.queues.put(entry.product(), next);
			BulkheadQueue queue = next.registered().get();
			if (queue != null) {
				queue.retune(next.config(), now.maxWaitDuration());
			}
		}
	}

	/**
	 * The registry has been made anew, as Spring Cloud does with each refresh. Bulkheads
	 * with our settings go on as they are; others have got their settings there.
	 * @param bulkheads the bulkheads before, by product
	 */
	public void keep(Map<String, Bulkhead> bulkheads) {
		bulkheads.forEach((product, bulkhead) -> {
			Entry entry = this.queues.get(product);
			String name = name(product);
			if (entry != null && bulkhead.getBulkheadConfig() == entry.config()
					&& this.registry.find(name).orElse(null) != bulkhead) {
				RegistryEntry.change("Bulkhead", name, () -> {
					this.registry.bulkhead(name, entry.config());
					this.registry.replace(name, bulkhead);
				});
			}
		});
	}

	/**
	 * The bulkheads that exist by now.
	 * @return the bulkheads by product, in alphabetical order
	 */
	public Map<String, Bulkhead> all() {
		Map<String, Bulkhead> all = new TreeMap<>();
		this.queues.forEach((product, entry) -> {
			Bulkhead bulkhead = entry.registered().present();
			if (bulkhead != null) {
				all.put(product, bulkhead);
			}
		});
		return Collections.unmodifiableMap(all);
	}

	/** A product that has a bulkhead keeps it, however many others there are. */
	private String overflow(String product) {
		return (this.settings.apply(product) != null || this.registry.find(name(product)).isPresent()) ? product
				: OVERFLOW;
	}

	/** What follows another one has its queue, since others wait there. */
	private Entry entry(String product, @Nullable BulkheadSettings settings, @Nullable Entry before) {
		BulkheadConfig config = config(settings);
		RegistryEntry.Kind<Bulkhead> kind = new RegistryEntry.Kind<>("Bulkhead", this.registry::find,
				(settings != null) ? maker(config) : null);
		Function<Bulkhead, BulkheadQueue> queue = (bulkhead) -> new BulkheadQueue(bulkhead,
				(settings != null && bulkhead.getBulkheadConfig() == config) ? settings.maxWaitDuration()
						: Duration.ZERO);
		return new Entry(product, settings, config, (before != null) ? before.registered().of(kind, queue)
				: new RegistryEntry<>(kind, name(product), queue));
	}

	private static String name(String product) {
		return NAME_PREFIX + RegistryEntry.part(product);
	}

	/** The waiting is done in a queue of ours, not by Resilience4j. */
	private static BulkheadConfig config(@Nullable BulkheadSettings settings) {
		return (settings != null) ? BulkheadConfig.custom()
			.maxConcurrentCalls(settings.maxConcurrentCalls())
			.maxWaitDuration(Duration.ZERO)
			.build() : BulkheadConfig.ofDefaults();
	}

	private RegistryEntry.Maker<Bulkhead> maker(BulkheadConfig config) {
		return new RegistryEntry.Maker<>((name) -> this.registry.bulkhead(name, config),
				(name) -> Bulkhead.of(name, config));
	}

	/**
	 * A bulkhead that has been asked for.
	 *
	 * @param product its product
	 * @param settings what is configured for it, if anything is
	 * @param config what it is created with, unless the registry has one of this name
	 * @param registered where its queue is found
	 */
	private record Entry(String product, @Nullable BulkheadSettings settings, BulkheadConfig config,
			RegistryEntry<Bulkhead, BulkheadQueue> registered) {

	}

}
