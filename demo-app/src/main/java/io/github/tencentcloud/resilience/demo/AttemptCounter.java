package io.github.tencentcloud.resilience.demo;

import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Counts the attempts of a call. The library's filter is the outermost, so a filter that
 * an application adds runs anew for each attempt.
 */
class AttemptCounter implements ExchangeFilterFunction {

	/**
	 * Where in the context a call's {@link AtomicInteger} is.
	 */
	static final Class<?> KEY = AttemptCounter.class;

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			context.<AtomicInteger>getOrEmpty(KEY).ifPresent(AtomicInteger::incrementAndGet);
			return next.exchange(request);
		});
	}

}
