package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;

/**
 * What the application's clock is behind each product: of the hosts that a product is
 * called at, the one that is off the most.
 */
public final class ClockOffsets {

	private static final double MILLIS_A_SECOND = 1000;

	/** Both come from requests; without a bound, so would these. */
	private static final int MAX_PRODUCTS = 1000;

	private static final int MAX_HOSTS = 100;

	private final ServerClock clock;

	private final BiConsumer<String, DoubleSupplier> listener;

	private final Map<String, Set<String>> hosts = new ConcurrentHashMap<>();

	/**
	 * Create the look-up.
	 * @param clock knows the time of each host
	 * @param listener is told of each new product, with its offset in seconds: positive
	 * if the application is behind, 0 as long as no server has contradicted its clock
	 */
	public ClockOffsets(ServerClock clock, BiConsumer<String, DoubleSupplier> listener) {
		this.clock = clock;
		this.listener = listener;
	}

	/**
	 * A request is going to be signed.
	 * @param product the product
	 * @param host the host, as in a call's identity
	 */
	public void watch(String product, String host) {
		Set<String> hosts = this.hosts.get(product);
		if (hosts == null) {
			hosts = create(product);
		}
		if (!hosts.contains(host) && hosts.size() < MAX_HOSTS) {
			hosts.add(host);
		}
	}

	private Set<String> create(String product) {
		Set<String> hosts = ConcurrentHashMap.newKeySet();
		if (this.hosts.size() >= MAX_PRODUCTS) {
			return hosts;
		}
		Set<String> existing = this.hosts.putIfAbsent(product, hosts);
		if (existing != null) {
			return existing;
		}
		this.listener.accept(product, () -> seconds(hosts));
		return hosts;
	}

	private double seconds(Set<String> hosts) {
		Duration most = Duration.ZERO;
		for (String host : hosts) {
			Duration offset = this.clock.offset(host);
			most = (offset.abs().compareTo(most.abs()) > 0) ? offset : most;
		}
		return most.toMillis() / MILLIS_A_SECOND;
	}

}
