package io.github.tencentcloud.resilience.simulation;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * One instance of an application, as far as its calls to Tencent Cloud go.
 */
@FunctionalInterface
interface Client extends AutoCloseable {

	/**
	 * Make a call.
	 * @param request the request
	 * @param server where it goes
	 * @return ends empty if the call succeeded
	 */
	Mono<Void> call(ClientRequest request, ExchangeFunction server);

	@Override
	default void close() {
	}

}
