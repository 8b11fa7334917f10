package io.github.tencentcloud.resilience.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.OtherJvm;
import io.github.tencentcloud.resilience.restclient.GuardedRequestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies to and from other hosts are streamed, however large they are: 300 MB pass
 * through a heap of 200 MB.
 */
@Tag("integration")
class LargeForeignBodiesTests {

	private static final String HEAP = "-Xmx200m";

	private static final long SIZE = 300L << 20;

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final String DONE = " sent " + SIZE + ", received " + SIZE;

	@Test
	void areStreamed() throws Exception {
		assertThat(OtherJvm.run(Guarded.class, HEAP).lines()).contains("jdk RestClient" + DONE,
				"jdk RestTemplate" + DONE, "http-components RestClient" + DONE, "http-components RestTemplate" + DONE,
				"WebClient" + DONE);
	}

	/** So that the test above can fail: this is what an interceptor would do. */
	@Test
	void wouldNotBeWithAnInterceptor() throws Exception {
		assertThat(OtherJvm.run(Intercepted.class, HEAP)).contains("OutOfMemoryError").doesNotContain(DONE);
	}

	/** Boot's builders, with the guard. */
	static final class Guarded {

		private Guarded() {
		}

		public static void main(String[] args) throws IOException {
			try (OtherHost host = new OtherHost()) {
				for (String factory : new String[] { "jdk", "http-components" }) {
					runner().withPropertyValues("spring.http.clients.imperative.factory=" + factory).run((context) -> {
						System.out.println(factory + " RestClient" + host.exchangeWith(restClient(context)));
						System.out.println(factory + " RestTemplate" + host.exchangeWith(restTemplate(context)));
					});
				}
				runner().run((context) -> System.out.println("WebClient" + host.exchangeWith(webClient(context))));
			}
		}

		private static Client webClient(ApplicationContext context) {
			WebClient client = context.getBean(WebClient.Builder.class).build();
			return new Client() {

				@Override
				public long send(URI uri, StreamingHttpOutputMessage.Body body) {
					Flux<DataBuffer> parts = Flux.range(0, (int) (SIZE / OtherHost.PART.length))
						.map((part) -> DefaultDataBufferFactory.sharedInstance.wrap(OtherHost.PART));
					return Long.parseLong(client.post()
						.uri(uri)
						.body(parts, DataBuffer.class)
						.retrieve()
						.bodyToMono(String.class)
						.block(LIMIT));
				}

				@Override
				public long receive(URI uri) {
					return client.get().uri(uri).retrieve().bodyToFlux(DataBuffer.class).map((buffer) -> {
						long size = buffer.readableByteCount();
						DataBufferUtils.release(buffer);
						return size;
					}).reduce(0L, Long::sum).block(LIMIT);
				}

			};
		}

		private static Client restClient(ApplicationContext context) {
			assertThat(context.getBean(ClientHttpRequestFactory.class)).isInstanceOf(GuardedRequestFactory.class);
			return Client.of(context.getBean(RestClient.Builder.class).build());
		}

		private static Client restTemplate(ApplicationContext context) {
			RestTemplate client = context.getBean(RestTemplateBuilder.class).build();
			assertThat(client.getRequestFactory()).isInstanceOf(GuardedRequestFactory.class);
			return new Client() {

				@Override
				public long send(URI uri, StreamingHttpOutputMessage.Body body) {
					return client.execute(uri, HttpMethod.POST,
							(request) -> ((StreamingHttpOutputMessage) request).setBody(body), Client::number);
				}

				@Override
				public long receive(URI uri) {
					return client.execute(uri, HttpMethod.GET, null, Client::size);
				}

			};
		}

	}

	/** The same with an interceptor, though it does nothing. */
	static final class Intercepted {

		private Intercepted() {
		}

		public static void main(String[] args) throws IOException {
			try (OtherHost host = new OtherHost()) {
				runner().run((context) -> {
					RestClient client = context.getBean(RestClient.Builder.class)
						.requestInterceptor((request, body, execution) -> execution.execute(request, body))
						.build();
					System.out.println("RestClient" + host.exchangeWith(Client.of(client)));
				});
			}
		}

	}

	private static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
						RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class,
						WebClientAutoConfiguration.class, TencentCloudResilienceAutoConfiguration.class));
	}

	/** Sends and receives streams. */
	private interface Client {

		/** What the server says that it has received. */
		long send(URI uri, StreamingHttpOutputMessage.Body body);

		/** The size of what the server sends. */
		long receive(URI uri);

		static Client of(RestClient client) {
			return new Client() {

				@Override
				public long send(URI uri, StreamingHttpOutputMessage.Body body) {
					return client.post().uri(uri).body(body).exchange((request, response) -> number(response));
				}

				@Override
				public long receive(URI uri) {
					return client.get().uri(uri).exchange((request, response) -> size(response));
				}

			};
		}

		static long number(ClientHttpResponse response) throws IOException {
			return Long.parseLong(new String(response.getBody().readAllBytes(), StandardCharsets.US_ASCII));
		}

		static long size(ClientHttpResponse response) throws IOException {
			return OtherHost.drain(response.getBody());
		}

	}

	/** Takes and gives any amount. */
	private static final class OtherHost implements AutoCloseable {

		private static final byte[] PART = new byte[64 << 10];

		private final HttpServer server;

		private final ExecutorService threads = Executors.newCachedThreadPool();

		private final URI uri;

		OtherHost() throws IOException {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			this.server.createContext("/", OtherHost::answer);
			this.server.setExecutor(this.threads);
			this.server.start();
			this.uri = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/");
		}

		String exchangeWith(Client client) {
			return " sent " + client.send(this.uri, OtherHost::write) + ", received " + client.receive(this.uri);
		}

		private static void answer(HttpExchange exchange) throws IOException {
			try (exchange) {
				byte[] received = String.valueOf(drain(exchange.getRequestBody())).getBytes(StandardCharsets.US_ASCII);
				boolean asked = exchange.getRequestMethod().equals("GET");
				exchange.sendResponseHeaders(200, asked ? SIZE : received.length);
				if (asked) {
					write(exchange.getResponseBody());
				}
				else {
					exchange.getResponseBody().write(received);
				}
			}
		}

		private static void write(OutputStream stream) throws IOException {
			for (long written = 0; written < SIZE; written += PART.length) {
				stream.write(PART);
			}
		}

		static long drain(InputStream stream) throws IOException {
			byte[] part = new byte[PART.length];
			long size = 0;
			for (int read = stream.read(part); read >= 0; read = stream.read(part)) {
				size += read;
			}
			return size;
		}

		@Override
		public void close() {
			this.server.stop(0);
			this.threads.shutdownNow();
		}

	}

}
