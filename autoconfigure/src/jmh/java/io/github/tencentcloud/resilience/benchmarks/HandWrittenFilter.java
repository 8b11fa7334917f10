package io.github.tencentcloud.resilience.benchmarks;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * What one writes in an afternoon: reads the body as a tree, looks for an error, and
 * gives the body back. No retries, no meters, no breaker.
 */
final class HandWrittenFilter implements ExchangeFilterFunction {

	private final JsonMapper mapper = new JsonMapper();

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request)
			.flatMap((response) -> response.bodyToMono(byte[].class).map((body) -> check(response, body)));
	}

	private ClientResponse check(ClientResponse response, byte[] body) {
		check(body);
		return response.mutate()
			.body((ignored) -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)))
			.build();
	}

	void check(byte[] body) {
		JsonNode error = this.mapper.readTree(body).path("Response").path("Error");
		if (error.isObject()) {
			throw new Calls.ApiException(error.path("Code").asString(), error.path("Message").asString());
		}
	}

}
