package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said of clients that Boot configured and that have lost the guard.
 */
@ExtendWith(OutputCaptureExtension.class)
class LostGuardWarningTests {

	private static final String LOST = " that Spring Boot configured calls ";

	private static final ClientHttpRequestInterceptor NOTHING = (request, body, execution) -> execution.execute(request,
			body);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration HALF = Duration.ofSeconds(30);

	private final Receiver server = new Receiver();

	private final LeapingTime time = new LeapingTime();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
				ImperativeHttpClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
				RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class,
				HttpServiceClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class))
		.withPropertyValues("tencentcloud.resilience.products.cvm.host=" + this.server.host(),
				"spring.http.clients.imperative.factory=jdk")
		.withBean(Time.class, () -> this.time);

	@AfterEach
	void close() {
		this.server.close();
		this.time.close();
	}

	@Test
	void nothingIsSaidOfGuardedClients(CapturedOutput output) {
		this.runner.run((context) -> {
			post(context, UnaryOperator.identity());
			RestClient client = context.getBean(RestClient.Builder.class).requestInterceptor(NOTHING).build();
			RestTemplate template = context.getBean(RestTemplateBuilder.class).interceptors(NOTHING).build();
			post(client);
			post(template);
			this.time.advance(MINUTE);
			post(client);
			post(template);
			post(client.mutate().build());
			post(context.getBean(RestTemplateBuilder.class).build());
		});
		assertThat(output).doesNotContain(LOST);
	}

	@Test
	void requestFactoryOfItsOwn(CapturedOutput output) {
		this.runner.run((context) -> {
			RestClient client = post(context,
					(builder) -> builder.requestFactory(new SimpleClientHttpRequestFactory()));
			assertThat(output).containsOnlyOnce(LOST)
				.contains("WARN", "A RestClient" + LOST + "127.0.0.1 unguarded",
						"which makes a SimpleClientHttpRequest. ", "TencentCloudResilienceInterceptor");
			post(client);
			post(context, (builder) -> builder.requestFactory(new SimpleClientHttpRequestFactory()));
			assertThat(output).as("however many are built like that").containsOnlyOnce(LOST);
			post(context, (builder) -> builder.requestFactory(ClientHttpRequestFactoryBuilder.reactor().build()));
			assertThat(output).contains("which makes a ReactorClientHttpRequest. ");
		});
	}

	@Test
	void customizerThatReplacesIt(CapturedOutput output) {
		this.runner
			.withBean(RestClientCustomizer.class,
					() -> (builder) -> builder.requestFactory(ClientHttpRequestFactoryBuilder.jetty().build()))
			.run((context) -> post(context, UnaryOperator.identity()));
		assertThat(output).containsOnlyOnce("A RestClient" + LOST).contains("JettyClientHttpRequest");
	}

	@Test
	void templates(CapturedOutput output) {
		this.runner.run((context) -> {
			RestTemplateBuilder builder = context.getBean(RestTemplateBuilder.class);
			post(builder.requestFactoryBuilder(ClientHttpRequestFactoryBuilder.httpComponents()).build());
			assertThat(output).containsOnlyOnce("A RestTemplate" + LOST).contains("HttpComponentsClientHttpRequest");
			RestTemplate template = builder.build();
			post(template);
			template.setRequestFactory(new SimpleClientHttpRequestFactory());
			post(template);
			assertThat(output).contains("SimpleClientHttpRequest");
		});
	}

	@Test
	void groups(CapturedOutput output) {
		this.runner.withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.plain.base-url=http://" + this.server.host())
			.withBean(RestClientHttpServiceGroupConfigurer.class,
					() -> (groups) -> groups
						.forEachClient((group, client) -> client.requestFactory(new SimpleClientHttpRequestFactory())))
			.run((context) -> context.getBean(Plain.class).post());
		assertThat(output).containsOnlyOnce("A RestClient" + LOST);
	}

	@Test
	void builderThatIsDeclaredByItsClass(CapturedOutput output) {
		this.runner.withUserConfiguration(RequestFactoryGuardTests.BuilderByItsClass.class)
			.run((context) -> post(context, UnaryOperator.identity()));
		assertThat(output).containsOnlyOnce("A RestClient" + LOST).contains("JdkClientHttpRequest");
	}

	@Test
	void behindInterceptorsItTakesAMinute(CapturedOutput output) {
		this.runner.run((context) -> {
			RestClient client = post(context, (builder) -> builder.requestInterceptor(NOTHING)
				.requestFactory(new SimpleClientHttpRequestFactory()));
			this.time.advance(HALF);
			post(client);
			assertThat(output).doesNotContain(LOST);
			this.time.advance(HALF);
			post(client);
			assertThat(output).containsOnlyOnce("A RestClient" + LOST)
				.contains("none of its requests has come to the guard");
			post(client);
			assertThat(output).containsOnlyOnce(LOST);
		});
	}

	/** One that has come is enough, though others wait long in an interceptor. */
	@Test
	void requestsInFlight(CapturedOutput output) {
		this.runner.run((context) -> {
			RestClient client = context.getBean(RestClient.Builder.class).requestInterceptor((request, body, next) -> {
				if (request.getHeaders().containsHeader("X-Slow")) {
					RestClient inner = context.getBean(RestClient.Builder.class).build();
					post(inner);
					this.time.advance(HALF);
				}
				return next.execute(request, body);
			}).build();
			client.post()
				.uri("http://" + this.server.host() + "/")
				.header("X-Slow", "yes")
				.body("{}")
				.retrieve()
				.toBodilessEntity();
			this.time.advance(MINUTE);
			post(client);
		});
		assertThat(output).doesNotContain(LOST);
	}

	@Test
	void theInterceptorIsAGuard(CapturedOutput output) {
		this.runner.run((context) -> {
			TencentCloudResilienceInterceptor interceptor = context.getBean(TencentCloudResilienceInterceptor.class);
			RestClient client = post(context, (builder) -> builder.requestInterceptor(interceptor)
				.requestFactory(new SimpleClientHttpRequestFactory()));
			RestTemplate template = context.getBean(RestTemplateBuilder.class)
				.requestFactory(SimpleClientHttpRequestFactory.class)
				.interceptors(interceptor)
				.build();
			post(template);
			this.time.advance(MINUTE);
			post(client);
			post(template);
		});
		assertThat(output).doesNotContain(LOST);
	}

	@Test
	void interceptorThatAnswersItself(CapturedOutput output) {
		this.runner.run((context) -> {
			RestClient client = post(context,
					(builder) -> builder.requestInterceptor((request, body, next) -> answer()));
			this.time.advance(MINUTE);
			post(client);
		});
		assertThat(output).contains("Either one of its interceptors answers all of them, or fails");
	}

	@Test
	void requestsToOthersAreNeverToldOf(CapturedOutput output) {
		this.runner.withPropertyValues("tencentcloud.resilience.products.cvm.host=another.example").run((context) -> {
			post(context, (builder) -> builder.requestFactory(new SimpleClientHttpRequestFactory()));
			RestClient client = post(context, (builder) -> builder.requestInterceptor(NOTHING)
				.requestFactory(new SimpleClientHttpRequestFactory()));
			this.time.advance(MINUTE);
			post(client);
		});
		assertThat(output).doesNotContain(LOST);
	}

	@Test
	void nothingIsSaidWhereNobodyCanTell(CapturedOutput output) {
		this.runner.run((context) -> {
			RestClient buffering = post(context, (builder) -> builder.bufferContent((uri, method) -> true));
			RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
			template.setRequestFactory(new BufferingClientHttpRequestFactory(template.getRequestFactory()));
			post(template);
			this.time.advance(MINUTE);
			post(buffering);
			post(template);
		});
		assertThat(output).doesNotContain(LOST);
	}

	@Test
	void wrapperOfTheApplicationItself(CapturedOutput output) {
		this.runner.run((context) -> {
			ClientHttpRequestFactory guarded = context.getBean(ClientHttpRequestFactory.class);
			RestClient client = post(context, (builder) -> builder
				.requestFactory((uri, method) -> new WrappedRequest(guarded.createRequest(uri, method))));
			this.time.advance(MINUTE);
			post(client);
		});
		assertThat(output).doesNotContain(LOST);
	}

	@Test
	void nothingIsSaidIfItIsDisabled(CapturedOutput output) {
		this.runner.withPropertyValues("tencentcloud.resilience.enabled=false")
			.run((context) -> post(context, (builder) -> builder.requestFactory(new SimpleClientHttpRequestFactory())));
		assertThat(output).doesNotContain(LOST);
	}

	private RestClient post(ApplicationContext context, UnaryOperator<RestClient.Builder> change) {
		RestClient client = change.apply(context.getBean(RestClient.Builder.class)).build();
		post(client);
		return client;
	}

	private void post(RestClient client) {
		client.post().uri(uri()).body("{}").retrieve().toBodilessEntity();
	}

	private void post(RestTemplate template) {
		template.postForObject(uri(), "{}", String.class);
	}

	private URI uri() {
		return URI.create("http://" + this.server.host() + "/");
	}

	private static ClientHttpResponse answer() {
		return new MockClientHttpResponse(new byte[0], 200);
	}

	@HttpExchange
	interface Plain {

		@PostExchange("/")
		String post();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "plain", types = Plain.class)
	static class Services {

	}

	/** Real time, with leaps. */
	private static final class LeapingTime implements Time, AutoCloseable {

		private final SystemTime time = new SystemTime();

		private final AtomicLong leaps = new AtomicLong();

		void advance(Duration duration) {
			this.leaps.addAndGet(duration.toNanos());
		}

		@Override
		public long nanos() {
			return this.time.nanos() + this.leaps.get();
		}

		@Override
		public Instant instant() {
			return this.time.instant();
		}

		@Override
		public Alarm alarm(long delayNanos, Runnable task) {
			return this.time.alarm(delayNanos, task);
		}

		@Override
		public void close() {
			this.time.close();
		}

	}

	/** As a factory that logs would make it. */
	private static final class WrappedRequest implements ClientHttpRequest {

		private final ClientHttpRequest request;

		WrappedRequest(ClientHttpRequest request) {
			this.request = request;
		}

		@Override
		public HttpMethod getMethod() {
			return this.request.getMethod();
		}

		@Override
		public URI getURI() {
			return this.request.getURI();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.request.getHeaders();
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.request.getAttributes();
		}

		@Override
		public OutputStream getBody() throws IOException {
			return this.request.getBody();
		}

		@Override
		public ClientHttpResponse execute() throws IOException {
			return this.request.execute();
		}

	}

}
