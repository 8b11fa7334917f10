package io.github.tencentcloud.resilience.admission;

import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

import io.github.tencentcloud.resilience.BoundedMap;
import io.github.tencentcloud.resilience.Memo;
import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.Time;

/**
 * Finds the circuit breaker of a call in Resilience4j's own registry.
 */
public class CircuitBreakers {

	/** All names start with it, so that they never collide with the user's own. */
	public static final String NAME_PREFIX = TencentCloudCall.NAME_PREFIX;

	private static final String OVERFLOW = NAME_PREFIX + "other";

	private final CircuitBreakerRegistry registry;

	private final Clock clock;

	private final BoundedMap<String, Entry> breakers = BoundedMap.keeping((name) -> OVERFLOW);

	private volatile Current current;

	/**
	 * Create the look-up.
	 * @param registry the registry that owns the breakers
	 * @param settings the settings by product
	 */
	public CircuitBreakers(CircuitBreakerRegistry registry, Function<String, BreakerSettings> settings) {
		this(registry, settings, new SystemTime());
	}

	/**
	 * Create a look-up whose breakers go by a clock of ours.
	 * @param registry the registry that owns the breakers
	 * @param settings the settings by product
	 * @param time measures how long a breaker has been open, unless its settings have a
	 * clock of the user's own
	 */
	public CircuitBreakers(CircuitBreakerRegistry registry, Function<String, BreakerSettings> settings, Time time) {
		this(registry, settings, new MonotonicClock(time::instant, time::nanos));
	}

	CircuitBreakers(CircuitBreakerRegistry registry, Function<String, BreakerSettings> settings, Clock clock) {
		this.registry = registry;
		this.clock = clock;
		this.current = new Current(settings);
	}

	/**
	 * No call has a breaker.
	 * @return a look-up that finds none
	 */
	public static CircuitBreakers none() {
		return new CircuitBreakers(CircuitBreakerRegistry.ofDefaults(),
				(product) -> new BreakerSettings(false, Set.of(), CircuitBreakerConfig.ofDefaults()));
	}

	/**
	 * Find the breaker of a call.
	 * @param call the call
	 * @return the breaker, or {@code null} if the product has none
	 */
	public @Nullable GuardedBreaker of(TencentCloudCall call) {
		Current current = this.current;
		String name = current.name(call);
		if (name.isEmpty()) {
			return null;
		}
		Entry entry = this.breakers.get(name);
		if (entry == null) {
			entry = this.breakers.get(name, (key) -> entry(key, call.product(), current));
			if (this.current != current) {
				// They have changed meanwhile.
				retune(entry, current);
				return of(call);
			}
		}
		return entry.registered().get();
	}

	/**
	 * Use other settings from now on. A breaker whose settings are equal to those before
	 * keeps its state, another one begins anew, and one that no call has any more goes. A
	 * breaker that somebody else has put in the registry, or changed there, is left
	 * alone.
	 * @param settings the settings by product; equal ones have the same configuration
	 */
	public synchronized void retune(Function<String, BreakerSettings> settings) {
		Current before = this.current;
		this.current = new Current(settings);
		this.breakers.forEach((name, entry) -> retune(entry, before));
	}

	private void retune(Entry entry, Current before) {
		BreakerSettings was = before.settings(entry.product());
		BreakerSettings now = this.current.settings(entry.product());
		if (was.equals(now)) {
			return;
		}
		CircuitBreaker breaker = entry.registered().present();
		boolean ours = breaker != null && breaker.getCircuitBreakerConfig() == entry.config();
		if (now.enabled() && now.scope().equals(was.scope())) {
			Entry next = entry(entry.name(), entry.product(), this.current);
			this.breakers.put(entry.name(), next);
			if (ours) {
				RegistryEntry.change("Circuit breaker", entry.name(),
						() -> this.registry.replace(entry.name(), CircuitBreaker.of(entry.name(), next.config())));
			}
		}
		else {
			this.breakers.remove(entry.name(), entry);
			if (ours) {
				RegistryEntry.change("Circuit breaker", entry.name(), () -> this.registry.remove(entry.name()));
			}
		}
	}

	/**
	 * The registry has been made anew, as Spring Cloud does with each refresh. Breakers
	 * with our settings go on with their state; others have got their settings there.
	 * @param breakers the breakers before, by name
	 */
	public void keep(Map<String, CircuitBreaker> breakers) {
		breakers.forEach((name, breaker) -> {
			Entry entry = this.breakers.get(name);
			if (entry != null && breaker.getCircuitBreakerConfig() == entry.config()
					&& this.registry.find(name).orElse(null) != breaker) {
				RegistryEntry.change("Circuit breaker", name, () -> {
					this.registry.circuitBreaker(name, entry.config());
					this.registry.replace(name, breaker);
				});
			}
		});
	}

	/**
	 * The breakers that exist by now.
	 * @return the breakers by name, in alphabetical order
	 */
	public Map<String, CircuitBreaker> all() {
		Map<String, CircuitBreaker> all = new TreeMap<>();
		this.breakers.forEach((name, entry) -> {
			CircuitBreaker breaker = entry.registered().present();
			if (breaker != null) {
				all.put(name, breaker);
			}
		});
		return Collections.unmodifiableMap(all);
	}

	private Entry entry(String name, String product, Current current) {
		CircuitBreakerConfig config = adjusted(current.settings(product).config());
		return new Entry(name, product, config, new RegistryEntry<>(kind(config), name, GuardedBreaker::of));
	}

	private RegistryEntry.Kind<CircuitBreaker> kind(CircuitBreakerConfig config) {
		return new RegistryEntry.Kind<>("Circuit breaker", this.registry::find, new RegistryEntry.Maker<>(
				(name) -> this.registry.circuitBreaker(name, config), (name) -> CircuitBreaker.of(name, config)));
	}

	/**
	 * By default each record takes a lock that an event loop might have to wait for. And
	 * an open breaker goes by the system clock: if that is set back an hour, it would
	 * stay open an hour longer. A clock that the user has configured is kept.
	 */
	private CircuitBreakerConfig adjusted(CircuitBreakerConfig config) {
		CircuitBreakerConfig.Builder adjusted = CircuitBreakerConfig.from(config)
			.slidingWindowSynchronizationStrategy(SlidingWindowSynchronizationStrategy.LOCK_FREE);
		if (config.getClock().equals(Clock.systemUTC())) {
			adjusted.clock(this.clock);
		}
		return adjusted.build();
	}

	/** The settings in force, and what follows from them. */
	private static final class Current {

		private final Memo<String, BreakerSettings> settings;

		/** Empty for a call that has no breaker. */
		private final Memo<TencentCloudCall, String> names = new Memo<>(this::named);

		Current(Function<String, BreakerSettings> settings) {
			this.settings = new Memo<>(settings);
		}

		BreakerSettings settings(String product) {
			return this.settings.get(product);
		}

		String name(TencentCloudCall call) {
			return this.names.get(call);
		}

		private String named(TencentCloudCall call) {
			BreakerSettings settings = settings(call.product());
			if (!settings.enabled()) {
				return "";
			}
			StringJoiner name = new StringJoiner("-", NAME_PREFIX, "");
			for (BreakerScope scope : settings.scope()) {
				name.add(RegistryEntry.part(scope.of(call)));
			}
			return name.toString();
		}

	}

	/**
	 * A breaker that has been asked for.
	 *
	 * @param name its name
	 * @param product the product of the call that asked first
	 * @param config what it is created with, unless the registry has one of this name
	 * @param registered where it is found
	 */
	private record Entry(String name, String product, CircuitBreakerConfig config,
			RegistryEntry<CircuitBreaker, GuardedBreaker> registered) {

	}

}
