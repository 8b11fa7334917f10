package io.github.tencentcloud.resilience.webclient;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import io.github.tencentcloud.resilience.restclient.GuardedRequestFactory;
import io.github.tencentcloud.resilience.restclient.RequestExecution;
import io.github.tencentcloud.resilience.restclient.RestClientCalls;
import io.github.tencentcloud.resilience.restclient.TencentCloudResilienceInterceptor;
import io.github.tencentcloud.resilience.service.TencentCloudAction;
import io.github.tencentcloud.resilience.service.TencentCloudActionHeaders;
import io.github.tencentcloud.resilience.service.TencentCloudProduct;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;

/**
 * A client that an annotated interface is built on by hand.
 */
enum InterfaceClient {

	REACTOR(Connector.REACTOR), JDK(Connector.JDK), HTTP_COMPONENTS(Connector.HTTP_COMPONENTS), JETTY(Connector.JETTY),

	/** With a guarded request factory. */
	REST_CLIENT(null),

	/** With the interceptor. */
	REST_CLIENT_BY_HAND(null);

	private static final List<Class<?>> NAMED = List.of(ReactiveCvm.class, BlockingCvm.class);

	private final @Nullable Connector connector;

	InterfaceClient(@Nullable Connector connector) {
		this.connector = connector;
	}

	/** One of each kind. */
	static Set<InterfaceClient> kinds() {
		return EnumSet.of(REACTOR, REST_CLIENT);
	}

	boolean isRestClient() {
		return this.connector == null;
	}

	Scene scene(RawServer.Script script, Consumer<TestFilter.Builder> customizer) {
		return Scene.of((this.connector != null) ? this.connector : Connector.REACTOR, script, customizer);
	}

	/** The interface, as everybody writes it by hand. */
	Cvm cvm(Scene scene) {
		return cvm(scene, new TencentCloudActionHeaders(NAMED));
	}

	Cvm cvm(Scene scene, TencentCloudActionHeaders headers) {
		return isRestClient() ? blocking(restClient(scene).build(), headers) : reactive(scene.client, headers);
	}

	/** The interface on a client that has the library's part twice. */
	Cvm guardedTwice(Scene scene) {
		TencentCloudActionHeaders headers = new TencentCloudActionHeaders(NAMED);
		return isRestClient() ? blocking(restClient(scene).requestInterceptor(interceptor(scene)).build(), headers)
				: reactive(scene.client.mutate().filter(scene.filter.filter).build(), headers);
	}

	/** A call of the same action, by somebody who has no interface. */
	String callWithoutInterface(Scene scene) {
		if (isRestClient()) {
			return restClient(scene).build()
				.post()
				.header("X-TC-Action", "DescribeInstances")
				.contentType(MediaType.APPLICATION_JSON)
				.body("{}")
				.retrieve()
				.body(String.class);
		}
		return scene.read();
	}

	private RestClient.Builder restClient(Scene scene) {
		RestClient.Builder builder = RestClient.builder().baseUrl("http://127.0.0.1:" + scene.server.port() + "/");
		ClientHttpRequestFactory factory = new JdkClientHttpRequestFactory();
		return (this == REST_CLIENT) ? builder.requestFactory(guarded(scene, factory, (readTimeout) -> factory))
				: builder.requestFactory(factory).requestInterceptor(interceptor(scene));
	}

	/** A request factory with the library's part. */
	static ClientHttpRequestFactory guarded(Scene scene, ClientHttpRequestFactory others,
			Function<@Nullable Duration, ClientHttpRequestFactory> maker) {
		return new GuardedRequestFactory(calls(scene), others, maker, () -> others, true, RequestExecution.PLAIN);
	}

	private static TencentCloudResilienceInterceptor interceptor(Scene scene) {
		return new TencentCloudResilienceInterceptor(calls(scene));
	}

	private static RestClientCalls calls(Scene scene) {
		return new RestClientCalls(() -> scene.filter.hosts, () -> scene.filter.engine);
	}

	private static <T> T proxy(HttpExchangeAdapter adapter, TencentCloudActionHeaders headers, Class<T> type) {
		return HttpServiceProxyFactory.builderFor(adapter)
			.httpRequestValuesProcessor(headers)
			.build()
			.createClient(type);
	}

	private static Cvm reactive(WebClient client, TencentCloudActionHeaders headers) {
		ReactiveCvm cvm = proxy(WebClientAdapter.create(client), headers, ReactiveCvm.class);
		return new Cvm() {

			@Override
			public String describe() {
				return cvm.describe().block(LIMIT);
			}

			@Override
			public String describe(boolean unwrap) {
				return cvm.describe(unwrap).block(LIMIT);
			}

			@Override
			public String run() {
				return cvm.run().block(LIMIT);
			}

			@Override
			public void chat(Consumer<String> events) {
				cvm.chat().doOnNext(events).blockLast(LIMIT);
			}

			@Override
			public String plain() {
				return cvm.plain().block(LIMIT);
			}

		};
	}

	private static Cvm blocking(RestClient client, TencentCloudActionHeaders headers) {
		BlockingCvm cvm = proxy(RestClientAdapter.create(client), headers, BlockingCvm.class);
		return new Cvm() {

			@Override
			public String describe() {
				return cvm.describe();
			}

			@Override
			public String describe(boolean unwrap) {
				return cvm.describe(unwrap);
			}

			@Override
			public String run() {
				return cvm.run();
			}

			@Override
			public void chat(Consumer<String> events) {
				try (BufferedReader lines = new BufferedReader(
						new InputStreamReader(cvm.chat(), StandardCharsets.UTF_8))) {
					for (String line = lines.readLine(); line != null; line = lines.readLine()) {
						if (line.startsWith("data: ")) {
							events.accept(line.substring(6));
						}
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}

			@Override
			public String plain() {
				return cvm.plain();
			}

		};
	}

	/** The interface, whatever it is built on. */
	interface Cvm {

		String describe();

		String describe(boolean unwrap);

		String run();

		void chat(Consumer<String> events);

		String plain();

	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface ReactiveCvm {

		@TencentCloudAction("DescribeInstances")
		Mono<String> describe();

		@TencentCloudAction("DescribeInstances")
		Mono<String> describe(
				@RequestAttribute("io.github.tencentcloud.resilience.TencentCloudAttributes.unwrap") boolean unwrap);

		@TencentCloudAction("RunInstances")
		Mono<String> run();

		@TencentCloudAction("ChatCompletions")
		Flux<String> chat();

		@HttpExchange(method = "POST", headers = "X-TC-Action=DescribeInstances",
				contentType = MediaType.APPLICATION_JSON_VALUE)
		Mono<String> plain();

	}

	@TencentCloudProduct(value = "cvm", version = "2017-03-12")
	interface BlockingCvm {

		@TencentCloudAction("DescribeInstances")
		String describe();

		@TencentCloudAction("DescribeInstances")
		String describe(
				@RequestAttribute("io.github.tencentcloud.resilience.TencentCloudAttributes.unwrap") boolean unwrap);

		@TencentCloudAction("RunInstances")
		String run();

		@TencentCloudAction("ChatCompletions")
		InputStream chat();

		@HttpExchange(method = "POST", headers = "X-TC-Action=DescribeInstances",
				contentType = MediaType.APPLICATION_JSON_VALUE)
		String plain();

	}

}
