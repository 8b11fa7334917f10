package io.github.tencentcloud.resilience.simulation;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;

import io.github.tencentcloud.resilience.simulation.Ledger.Event;

/**
 * Instances of an application that call a model of Tencent Cloud, in virtual time. The
 * same seed gives the same run.
 */
final class Simulation implements AutoCloseable {

	static final String HOST = "cvm.tencentcloudapi.com";

	private static final double BETWEEN_STARTS = 3;

	private static final URI ENDPOINT = URI.create("https://" + HOST + "/");

	final VirtualTime time = new VirtualTime();

	private final Ledger ledger;

	final ModelServer server;

	private final List<Client> clients = new ArrayList<>();

	private final Random random;

	private final int seconds;

	Simulation(long seed, Strategy strategy, int instances, int seconds, String... properties) {
		this.random = new Random(seed);
		this.seconds = seconds;
		this.ledger = new Ledger(this.time, instances, seconds);
		this.server = new ModelServer(this.time, this.ledger, seed + 1);
		for (int i = 0; i < instances; i++) {
			this.clients.add(strategy.create(this.time, properties));
		}
	}

	/**
	 * Have each instance make calls, independent of one another and of their answers.
	 * Each instance begins 3 s after the one before.
	 * @param perSecond how many a second, all instances together
	 * @param action the action
	 */
	Simulation demand(double perSecond, String action) {
		for (int i = 0; i < this.clients.size(); i++) {
			int instance = i;
			this.time.at(i * BETWEEN_STARTS, () -> next(instance, perSecond / this.clients.size(), action));
		}
		return this;
	}

	private void next(int instance, double perSecond, String action) {
		double pause = -Math.log(1 - this.random.nextDouble()) / perSecond;
		double next = this.time.seconds() + pause;
		if (next < this.seconds) {
			this.time.at(next, () -> {
				next(instance, perSecond, action);
				call(instance, action);
			});
		}
	}

	private void call(int instance, String action) {
		ClientRequest request = ClientRequest.create(HttpMethod.POST, ENDPOINT).header("X-TC-Action", action).build();
		this.ledger.count(Event.CALL, instance);
		this.clients.get(instance)
			.call(request, (attempt) -> this.server.exchange(instance, attempt))
			.subscribe((nothing) -> {
			}, (error) -> this.ledger.count(Event.FAILURE, instance), () -> this.ledger.count(Event.SUCCESS, instance));
	}

	/** The meters of an instance with the library. */
	MeterRegistry meters(int instance) {
		return ((LibraryClient) this.clients.get(instance)).meters();
	}

	/** Run to the end. */
	Ledger run() {
		this.time.runTo(this.seconds);
		return this.ledger;
	}

	@Override
	public void close() {
		this.clients.forEach(Client::close);
		this.time.close();
	}

}
