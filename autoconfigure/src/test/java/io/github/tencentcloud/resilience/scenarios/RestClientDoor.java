package io.github.tencentcloud.resilience.scenarios;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClient.RequestHeadersSpec.ConvertibleClientHttpResponse;
import org.springframework.web.client.RestClientResponseException;

import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;

/**
 * {@code RestClient} from Boot's builder, over one of its request factories. Each call
 * has a thread of its own, and to cancel it interrupts that.
 */
final class RestClientDoor implements Door {

	private final String factory;

	/** Whether it is built by hand and guarded by the interceptor. */
	private final boolean byHand;

	RestClientDoor(String factory, boolean byHand) {
		this.factory = factory;
		this.byHand = byHand;
	}

	@Override
	public List<Class<?>> autoConfigurations() {
		return List.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
				RestClientAutoConfiguration.class, RestClientObservationAutoConfiguration.class,
				ObservationAutoConfiguration.class);
	}

	@Override
	public Map<String, Object> properties() {
		return Map.of("spring.http.clients.imperative.factory", this.factory);
	}

	@Override
	public Client client(ApplicationContext context, ClientOptions options) {
		RestClient.Builder builder;
		if (this.byHand) {
			builder = RestClient.builder()
				.requestFactory(new JdkClientHttpRequestFactory())
				.observationRegistry(context.getBean(ObservationRegistry.class))
				.requestInterceptor(context.getBean(TencentCloudResilienceInterceptor.class));
		}
		else {
			builder = context.getBean(RestClient.Builder.class);
		}
		if (options.guardedTwice()) {
			builder.requestInterceptor(context.getBean(TencentCloudResilienceInterceptor.class));
		}
		if (!options.header().isEmpty()) {
			builder.requestInterceptor((request, body, execution) -> {
				request.getHeaders().add(options.header(), options.value().get());
				return execution.execute(request, body);
			});
		}
		return new OverRestClient(builder.build());
	}

	@Override
	public String toString() {
		return this.byHand ? "RestClient by hand" : "RestClient over " + this.factory;
	}

	@Override
	public boolean hasInside() {
		return this.byHand;
	}

	@Override
	public boolean canBeInterrupted() {
		return !this.factory.equals("http-components") && !this.factory.equals("simple");
	}

	@Override
	public boolean canBeLeftWhileABodyArrives() {
		return !this.factory.equals("jdk") || Runtime.version().feature() >= 21;
	}

	@Override
	public boolean refusesLineBreaks() {
		return this.factory.equals("jdk");
	}

	static <T> CompletableFuture<T> onOwnThread(Callable<T> call) {
		OwnThread<T> future = new OwnThread<>();
		future.thread = new Thread(() -> {
			try {
				future.complete(call.call());
			}
			catch (Throwable ex) {
				future.completeExceptionally(ex);
			}
		}, "caller");
		future.thread.setDaemon(true);
		future.thread.start();
		return future;
	}

	static void set(Request.Attributes from, Map<String, Object> attributes) {
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

	private static final class OwnThread<T> extends CompletableFuture<T> {

		private Thread thread;

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			this.thread.interrupt();
			return super.cancel(mayInterruptIfRunning);
		}

	}

	private record OverRestClient(RestClient client) implements Client {

		@Override
		public CompletableFuture<Reply> send(Request request) {
			return onOwnThread(() -> {
				try {
					ResponseEntity<byte[]> entity = spec(request).retrieve().toEntity(byte[].class);
					return new Reply(entity.getStatusCode().value(), headers(entity.getHeaders()),
							(entity.getBody() != null) ? entity.getBody() : new byte[0], null);
				}
				catch (RestClientResponseException ex) {
					return new Reply(ex.getStatusCode().value(), headers(ex.getResponseHeaders()),
							ex.getResponseBodyAsByteArray(), ex);
				}
				catch (RuntimeException ex) {
					return Reply.failed(ex);
				}
			});
		}

		@Override
		public CompletableFuture<OpenReply> open(Request request) {
			return onOwnThread(() -> spec(request).exchange((sent, response) -> {
				if (response.getStatusCode().isError()) {
					throw response.createException();
				}
				return new OpenResponse(response);
			}, false));
		}

		private RestClient.RequestHeadersSpec<?> spec(Request request) {
			RestClient.RequestBodySpec spec = this.client.method(HttpMethod.valueOf(request.method()))
				.uri(request.uri())
				.headers((headers) -> request.headers().forEach(headers::set))
				.attributes((attributes) -> set(request.attributes(), attributes));
			return (request.body().length > 0) ? spec.body(request.body()) : spec;
		}

		private static Map<String, String> headers(HttpHeaders headers) {
			return Reply.headers(headers.toSingleValueMap());
		}

		@Override
		public void close() {
			// Boot's factories live as long as the application.
		}

	}

	private record OpenResponse(ConvertibleClientHttpResponse response) implements OpenReply {

		@Override
		public int status() {
			try {
				return this.response.getStatusCode().value();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public Map<String, String> headers() {
			return OverRestClient.headers(this.response.getHeaders());
		}

		@Override
		public InputStream body() {
			try {
				return this.response.getBody();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
