package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Requests and answers for tests whose exchange is in memory. They go through the filter
 * by {@link TestFilter#exchange}.
 */
final class InMemory {

	private InMemory() {
	}

	/** A request to {@code cvm}. */
	static ClientRequest.Builder request(String action) {
		return ClientRequest.create(HttpMethod.POST, URI.create("https://cvm.tencentcloudapi.com/"))
			.header("X-TC-Action", action);
	}

	static ClientResponse response(String body) {
		return ClientResponse.create(HttpStatus.OK).header("Content-Type", "application/json").body(body).build();
	}

	static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	/** A new response for each who asks. */
	static Mono<ClientResponse> answer(String body) {
		return Mono.fromSupplier(() -> response(body));
	}

}
