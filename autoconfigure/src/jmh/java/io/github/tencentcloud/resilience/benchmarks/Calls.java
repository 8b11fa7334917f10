package io.github.tencentcloud.resilience.benchmarks;

import java.net.URI;
import java.util.function.Consumer;

import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The one call that is measured, through one client.
 */
final class Calls {

	private final WebClient client;

	private final URI address;

	Calls(ClientHttpConnector connector, URI address, ExchangeFilterFunction... filters) {
		this(connector, address, (builder) -> {
			for (ExchangeFilterFunction filter : filters) {
				builder.filter(filter);
			}
		});
	}

	Calls(ClientHttpConnector connector, URI address, Consumer<WebClient.Builder> customizer) {
		this(WebClient.builder()
			.clientConnector(connector)
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(4 << 20)), address, customizer);
	}

	Calls(WebClient.Builder builder, URI address, Consumer<WebClient.Builder> customizer) {
		customizer.accept(builder);
		this.client = builder.build();
		this.address = address;
	}

	Mono<Envelope> call() {
		return send().bodyToMono(Envelope.class);
	}

	Mono<Envelope.Response> callUnwrapped() {
		return send().bodyToMono(Envelope.Response.class);
	}

	/** Makes an error of what the body says, as an application without a filter has to. */
	Mono<Envelope> callAndCheck() {
		return call().flatMap((envelope) -> {
			Envelope.Error error = envelope.response().error();
			return (error != null) ? Mono.error(new ApiException(error.code(), error.message())) : Mono.just(envelope);
		});
	}

	private WebClient.ResponseSpec send() {
		return this.client.post()
			.uri(this.address)
			.header("X-TC-Action", "DescribeInstances")
			.header("X-TC-Version", "2017-03-12")
			.header("X-TC-Region", "ap-guangzhou")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"Limit\":20}")
			.retrieve();
	}

	/** An error that was found in a body. */
	static final class ApiException extends RuntimeException {

		ApiException(String code, String message) {
			super(code + ": " + message);
		}

	}

}
