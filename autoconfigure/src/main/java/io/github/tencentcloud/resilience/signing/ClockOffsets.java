package io.github.tencentcloud.resilience.signing;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;

import io.github.tencentcloud.resilience.BoundedMap;
import io.github.tencentcloud.resilience.BoundedSet;

/**
 * How far the application's clock is behind each product's: the largest offset among the
 * hosts at which the product is called.
 */
public final class ClockOffsets {

	private static final double MILLIS_A_SECOND = 1000;

	private static final String OVERFLOW = "other";

	/** Hosts come from requests. */
	private static final int MAX_HOSTS = 100;

	private final ServerClock clock;

	private final BiConsumer<String, DoubleSupplier> listener;

	private final BoundedMap<String, BoundedSet<String>> hosts = BoundedMap.keeping((product) -> OVERFLOW);

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
		BoundedSet<String> hosts = this.hosts.get(product);
		if (hosts == null) {
			hosts = this.hosts.get(product, (name) -> new BoundedSet<>(MAX_HOSTS),
					(name, made) -> this.listener.accept(name, () -> seconds(made)));
		}
		hosts.add(host);
	}

	private double seconds(BoundedSet<String> hosts) {
		Duration most = Duration.ZERO;
		for (String host : hosts.values()) {
			Duration offset = this.clock.offset(host);
			most = (offset.abs().compareTo(most.abs()) > 0) ? offset : most;
		}
		return most.toMillis() / MILLIS_A_SECOND;
	}

}
