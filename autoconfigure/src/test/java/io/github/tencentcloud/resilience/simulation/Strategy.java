package io.github.tencentcloud.resilience.simulation;

import java.time.Duration;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.reactor.retry.RetryOperator;
import io.github.resilience4j.retry.RetryConfig;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * What is compared. The three others are given what they do not have by themselves: they
 * see the error in the envelope, and have a time-out.
 */
enum Strategy {

	/** A call is one attempt. */
	NO_RETRY("no retry") {
		@Override
		Client create(VirtualTime time, String... properties) {
			return Strategy::attempt;
		}
	},

	/**
	 * Resilience4j as one would write it: 3 attempts, 500 ms, twice as long each time.
	 */
	RESILIENCE4J("Resilience4j retry") {
		@Override
		Client create(VirtualTime time, String... properties) {
			RetryConfig config = RetryConfig.custom()
				.maxAttempts(3)
				.intervalFunction(IntervalFunction.ofExponentialBackoff(500, 2))
				.build();
			return (request, server) -> attempt(request, server)
				.transformDeferred(RetryOperator.of(io.github.resilience4j.retry.Retry.of("plain", config)));
		}
	},

	/** {@code retry(request, 2)} of the vendor's SDK for Java: anything, after 1 s. */
	VENDOR_SDK("vendor's SDK, retry(…, 2)") {
		@Override
		Client create(VirtualTime time, String... properties) {
			return (request, server) -> attempt(request, server).retryWhen(Retry.fixedDelay(2, Duration.ofSeconds(1)));
		}
	},

	/** This library as it is configured by default. */
	LIBRARY("this library") {
		@Override
		Client create(VirtualTime time, String... properties) {
			return new LibraryClient(time, properties);
		}
	};

	/** As long as the library's. */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final String text;

	Strategy(String text) {
		this.text = text;
	}

	/**
	 * Make an instance.
	 * @param time the time it runs by
	 * @param properties of the library only
	 */
	abstract Client create(VirtualTime time, String... properties);

	private static Mono<Void> attempt(ClientRequest request, ExchangeFunction server) {
		return Mono.defer(() -> server.exchange(request))
			.timeout(TIMEOUT)
			.flatMap((response) -> response.bodyToMono(String.class))
			.flatMap((body) -> body.contains("\"Error\"") ? Mono.error(new IllegalStateException(body)) : Mono.empty());
	}

	@Override
	public String toString() {
		return this.text;
	}

}
