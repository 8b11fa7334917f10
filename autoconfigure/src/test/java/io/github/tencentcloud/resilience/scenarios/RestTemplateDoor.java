package io.github.tencentcloud.resilience.scenarios;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.client.RestTemplate;

import io.github.tencentcloud.resilience.TencentCloudScope;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;

/**
 * {@code RestTemplate} from Boot's builder, over {@code HttpURLConnection}. It knows no
 * attributes, so those of a request are those of a scope.
 */
final class RestTemplateDoor implements Door {

	@Override
	public List<Class<?>> autoConfigurations() {
		return List.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
				RestTemplateAutoConfiguration.class, RestTemplateObservationAutoConfiguration.class,
				ObservationAutoConfiguration.class);
	}

	@Override
	public Map<String, Object> properties() {
		return Map.of("spring.http.clients.imperative.factory", "simple");
	}

	@Override
	public Client client(ApplicationContext context, ClientOptions options) {
		RestTemplateBuilder builder = context.getBean(RestTemplateBuilder.class);
		if (options.guardedTwice()) {
			builder = builder.additionalInterceptors(context.getBean(TencentCloudResilienceInterceptor.class));
		}
		if (!options.header().isEmpty()) {
			builder = builder.additionalInterceptors((request, body, execution) -> {
				request.getHeaders().add(options.header(), options.value().get());
				return execution.execute(request, body);
			});
		}
		return new OverRestTemplate(builder.build());
	}

	@Override
	public boolean hasInside() {
		return false;
	}

	@Override
	public boolean canBeInterrupted() {
		return false;
	}

	@Override
	public String toString() {
		return "RestTemplate over simple";
	}

	private record OverRestTemplate(RestTemplate client) implements Client {

		@Override
		public CompletableFuture<Reply> send(Request request) {
			return RestClientDoor.onOwnThread(() -> {
				try (TencentCloudScope scope = TencentCloudScope.open(attributes(request))) {
					ResponseEntity<byte[]> entity = this.client.exchange(entity(request), byte[].class);
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

		private static Consumer<Map<String, Object>> attributes(Request request) {
			return (attributes) -> RestClientDoor.set(request.attributes(), attributes);
		}

		private static RequestEntity<byte[]> entity(Request request) {
			RequestEntity.BodyBuilder builder = RequestEntity.method(HttpMethod.valueOf(request.method()),
					request.uri());
			request.headers().forEach(builder::header);
			return (request.body().length > 0) ? builder.body(request.body()) : new RequestEntity<>(
					builder.build().getHeaders(), HttpMethod.valueOf(request.method()), request.uri());
		}

		/** A template closes each response itself, so this is what it would do before. */
		@Override
		public CompletableFuture<OpenReply> open(Request request) {
			return RestClientDoor.onOwnThread(() -> {
				try (TencentCloudScope scope = TencentCloudScope.open(attributes(request))) {
					ClientHttpRequest sent = this.client.getRequestFactory()
						.createRequest(request.uri(), HttpMethod.valueOf(request.method()));
					request.headers().forEach(sent.getHeaders()::set);
					sent.getBody().write(request.body());
					return new OpenResponse(sent.execute());
				}
			});
		}

		private static Map<String, String> headers(HttpHeaders headers) {
			return Reply.headers(headers.toSingleValueMap());
		}

		@Override
		public void close() {
			// Boot's factories live as long as the application.
		}

	}

	private record OpenResponse(ClientHttpResponse response) implements OpenReply {

		@Override
		public int status() {
			try {
				return this.response.getStatusCode().value();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public Map<String, String> headers() {
			return OverRestTemplate.headers(this.response.getHeaders());
		}

		@Override
		public InputStream body() {
			try {
				return this.response.getBody();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
