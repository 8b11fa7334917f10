package io.github.tencentcloud.resilience.scenarios;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.webclient.TencentCloudResilienceFilter;

/**
 * {@code WebClient} from Boot's builder, over Reactor Netty.
 */
final class WebClientDoor implements Door {

	@Override
	public List<Class<?>> autoConfigurations() {
		return List.of(ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
				WebClientObservationAutoConfiguration.class, ObservationAutoConfiguration.class);
	}

	/** Nobody is asked, and nobody waits, as long as there is no demand. */
	@Override
	public boolean endsWhatIsLeft() {
		return false;
	}

	@Override
	public Client client(ApplicationContext context, ClientOptions options) {
		ConnectionProvider connections = ConnectionProvider.builder("scenarios")
			.maxConnections(options.connections())
			.pendingAcquireMaxCount(-1)
			.pendingAcquireTimeout(Duration.ofSeconds(10))
			.build();
		WebClient.Builder builder = context.getBean(WebClient.Builder.class)
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(connections).compress(true)))
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(-1));
		if (options.guardedTwice()) {
			builder.filter(context.getBean(TencentCloudResilienceFilter.class));
		}
		if (!options.header().isEmpty()) {
			builder.filter((request,
					next) -> next.exchange(ClientRequest.from(request)
						.headers((headers) -> headers.add(options.header(), options.value().get()))
						.build()));
		}
		return new OverWebClient(builder.build(), connections);
	}

	@Override
	public String toString() {
		return "WebClient";
	}

	private record OverWebClient(WebClient client, ConnectionProvider connections) implements Client {

		@Override
		public CompletableFuture<Reply> send(Request request) {
			return retrieve(request).toEntity(byte[].class)
				.map((entity) -> new Reply(entity.getStatusCode().value(), headers(entity.getHeaders()),
						(entity.getBody() != null) ? entity.getBody() : new byte[0], null))
				.onErrorResume((error) -> Mono.just((error instanceof WebClientResponseException response)
						? new Reply(response.getStatusCode().value(), headers(response.getHeaders()),
								response.getResponseBodyAsByteArray(), error)
						: Reply.failed(error)))
				.toFuture();
		}

		@Override
		public CompletableFuture<OpenReply> open(Request request) {
			return retrieve(request).toEntityFlux(DataBuffer.class).<OpenReply>map(OpenEntity::new).toFuture();
		}

		private WebClient.ResponseSpec retrieve(Request request) {
			WebClient.RequestBodySpec spec = this.client.method(HttpMethod.valueOf(request.method()))
				.uri((URI) request.uri())
				.headers((headers) -> request.headers().forEach(headers::set))
				.attributes((attributes) -> set(request.attributes(), attributes));
			return ((request.body().length > 0) ? spec.bodyValue(request.body()) : spec).retrieve();
		}

		private static void set(Request.Attributes from, Map<String, Object> attributes) {
			if (from.product() != null) {
				TencentCloudAttributes.product(from.product()).accept(attributes);
			}
			if (from.account() != null) {
				TencentCloudAttributes.account(from.account()).accept(attributes);
			}
			if (from.idempotent() != null) {
				TencentCloudAttributes.idempotent(from.idempotent()).accept(attributes);
			}
			if (from.unwrap() != null) {
				TencentCloudAttributes.unwrap(from.unwrap()).accept(attributes);
			}
			if (from.deadline() != null) {
				TencentCloudAttributes.deadline(from.deadline()).accept(attributes);
			}
		}

		private static Map<String, String> headers(HttpHeaders headers) {
			return Reply.headers(headers.toSingleValueMap());
		}

		@Override
		public void close() {
			this.connections.dispose();
		}

	}

	private record OpenEntity(ResponseEntity<Flux<DataBuffer>> entity) implements OpenReply {

		@Override
		public int status() {
			return this.entity.getStatusCode().value();
		}

		@Override
		public Map<String, String> headers() {
			return OverWebClient.headers(this.entity.getHeaders());
		}

		@Override
		public InputStream body() {
			return DataBufferUtils.subscriberInputStream(this.entity.getBody(), 1);
		}

	}

}
