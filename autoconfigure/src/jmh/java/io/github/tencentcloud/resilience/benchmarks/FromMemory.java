package io.github.tencentcloud.resilience.benchmarks;

import java.lang.management.ManagementFactory;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What is measured without a network.
 */
final class FromMemory {

	private FromMemory() {
	}

	/** A client whose requests all get the same answer, and are not even written. */
	static WebClient.Builder client(String body) {
		return WebClient.builder().exchangeFunction((request) -> Mono.fromSupplier(() -> response(body)));
	}

	private static ClientResponse response(String body) {
		return ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", MediaType.APPLICATION_JSON_VALUE)
			.body(body)
			.build();
	}

	/** How much of the heap is in use, once what waits for the collector has gone too. */
	static long heap() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(100);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
