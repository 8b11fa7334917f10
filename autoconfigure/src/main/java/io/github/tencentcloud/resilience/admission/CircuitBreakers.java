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

	private final Memo<String, BreakerSettings> settings;

	private final Clock clock;

	/** Empty for a call that has no breaker. */
	private final Memo<TencentCloudCall, String> names = new Memo<>(this::name);

	private final BoundedMap<String, RegistryEntry<CircuitBreaker, GuardedBreaker>> breakers = BoundedMap
		.keeping((name) -> OVERFLOW);

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
		this.settings = new Memo<>(settings);
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
		String name = this.names.get(call);
		if (name.isEmpty()) {
			return null;
		}
		RegistryEntry<CircuitBreaker, GuardedBreaker> entry = this.breakers.get(name);
		return ((entry != null) ? entry : create(name, this.settings.get(call.product()))).get();
	}

	/**
	 * The breakers that exist by now.
	 * @return the breakers by name, in alphabetical order
	 */
	public Map<String, CircuitBreaker> all() {
		Map<String, CircuitBreaker> all = new TreeMap<>();
		this.breakers.forEach((name, entry) -> {
			CircuitBreaker breaker = entry.present();
			if (breaker != null) {
				all.put(name, breaker);
			}
		});
		return Collections.unmodifiableMap(all);
	}

	private RegistryEntry<CircuitBreaker, GuardedBreaker> create(String name, BreakerSettings settings) {
		return this.breakers.get(name,
				(key) -> new RegistryEntry<>(kind(adjusted(settings.config())), key, GuardedBreaker::of));
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

	private String name(TencentCloudCall call) {
		BreakerSettings settings = this.settings.get(call.product());
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
