package io.github.tencentcloud.resilience.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.simulation.Ledger.Event;

/**
 * A server that counts as Tencent Cloud does: per action and second of its own clock, at
 * arrival. Of each second it takes the first so many, and turns the rest away. It may
 * also be ill, or slow, host by host.
 */
final class ModelServer {

	private static final String OK = "{\"Response\":{\"TotalCount\":0,\"RequestId\":\"r\"}}";

	private final VirtualTime time;

	private final Ledger ledger;

	private final Random random;

	private final Map<String, Integer> counters = new HashMap<>();

	private final Map<String, String> errors = new HashMap<>();

	private final Map<String, Duration> delays = new HashMap<>();

	private final double phase;

	private int quota = Integer.MAX_VALUE;

	private long second = -1;

	private double stumbles;

	ModelServer(VirtualTime time, Ledger ledger, long seed) {
		this.time = time;
		this.ledger = ledger;
		this.random = new Random(seed);
		this.phase = this.random.nextDouble();
	}

	/** How many requests of an action it takes in a second. */
	void quota(int quota) {
		this.quota = quota;
	}

	/** A host answers each request with an error, or {@code null} for none. */
	void error(String host, String code) {
		this.errors.put(host, code);
	}

	/** A host takes longer to answer than it should. */
	void delay(String host, Duration delay) {
		this.delays.put(host, delay);
	}

	/** Now and then an answer is an {@code InternalError}. */
	void stumbles(double probability) {
		this.stumbles = probability;
	}

	/** The network and the server, as seen by an instance. */
	Mono<ClientResponse> exchange(int instance, ClientRequest request) {
		return Mono.delay(someMillis()).flatMap((tick) -> {
			this.ledger.count(Event.ATTEMPT, instance);
			String host = request.url().getHost();
			if (host.equals(Simulation.HOST)) {
				this.ledger.count(Event.AT_PRIMARY, instance);
			}
			String body = answer(instance, host, request.headers().getFirst("X-TC-Action"));
			return Mono.delay(someMillis().plus(this.delays.getOrDefault(host, Duration.ZERO)))
				.thenReturn(ClientResponse.create(HttpStatus.OK)
					.header("Content-Type", "application/json")
					.body(body)
					.build());
		});
	}

	private String answer(int instance, String host, String action) {
		if (this.errors.get(host) != null) {
			return error(this.errors.get(host));
		}
		long second = (long) Math.floor(this.time.seconds() + this.phase);
		if (second != this.second) {
			this.second = second;
			this.counters.clear();
		}
		if (this.counters.merge(action, 1, Integer::sum) > this.quota) {
			this.ledger.count(Event.THROTTLED, instance);
			return error("RequestLimitExceeded");
		}
		return (this.random.nextDouble() < this.stumbles) ? error("InternalError") : OK;
	}

	/** One way through the network. */
	private Duration someMillis() {
		return Duration.ofNanos(10_000_000 + this.random.nextInt(20_000_000));
	}

	private static String error(String code) {
		return "{\"Response\":{\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"m\"},\"RequestId\":\"r\"}}";
	}

}
