package io.github.tencentcloud.resilience.restclient;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import io.github.tencentcloud.resilience.LoopbackHttp;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.VirtualThreads;
import io.github.tencentcloud.resilience.autoconfigure.TencentCloudResilienceAutoConfiguration;
import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for guarded calls over each request factory: how often the HTTP client behind it
 * sends a request, and what becomes of its connections. {@code RequestFactoriesTests}
 * shows what the client does without the library.
 */
@Tag("integration")
class GuardedRequestFactoriesTests {

	/** More than a client has connections. */
	private static final int MANY = 70;

	enum Fault {

		RESET(RawServer.Exchange::reset), CLOSE(RawServer.Exchange::close),
		TOO_MANY_REQUESTS((exchange) -> exchange.send(429, "text/html", "x")),
		UNAVAILABLE((exchange) -> exchange.send(503, "text/html", "x")),
		FOUND((exchange) -> exchange.send(302, "text/html", "", "Location: /elsewhere")),
		TEMPORARILY((exchange) -> exchange.send(307, "text/html", "", "Location: /elsewhere"));

		private final RawServer.Script script;

		Fault(RawServer.Script script) {
			this.script = script;
		}

	}

	enum Call {

		GET, POST, EMPTY_POST;

		RestClient.RequestHeadersSpec<?> of(RestClient client, String url) {
			RestClient.RequestBodySpec spec = client.method((this == GET) ? HttpMethod.GET : HttpMethod.POST)
				.uri(url)
				.header("X-TC-Action", "RunInstances")
				.header("Authorization", "TC3-HMAC-SHA256 x");
			return (this == POST) ? spec.body("{}") : spec;
		}

	}

	static Stream<Arguments> cells() {
		return Stream.of(RequestFactory.values())
			.flatMap((factory) -> Stream.of(Call.values())
				.flatMap((call) -> Stream.of(Fault.values()).map((fault) -> arguments(factory, call, fault))));
	}

	@ParameterizedTest
	@MethodSource("cells")
	void writeIsSentOnce(RequestFactory factory, Call call, Fault fault) throws Exception {
		boolean jdk = List.of(RequestFactory.JDK, RequestFactory.SIMPLE).contains(factory);
		boolean cannotBePrevented = jdk && call == Call.GET && (fault == Fault.RESET || fault == Fault.CLOSE);
		try (RawServer server = new RawServer(fault.script)) {
			run(factory, server, "10s", (context) -> {
				catchThrowable(() -> call.of(client(context), url(server)).retrieve().toBodilessEntity());
				assertThat(server.requests()).isEqualTo(cannotBePrevented ? 2 : 1);
			});
		}
	}

	/** Jetty, for example, has 64 connections to a host. */
	@ParameterizedTest
	@EnumSource
	void lateAttemptsGiveUpTheirConnections(RequestFactory factory) throws Exception {
		try (RawServer server = new RawServer(RawServer.Exchange::fallSilent)) {
			run(factory, server, "100ms", (context) -> {
				RestClient client = client(context);
				for (int i = 0; i < MANY; i++) {
					assertThat(code(catchThrowable(() -> call(client, server))))
						.isEqualTo("ClientError.NetworkError.ReadTimeout");
				}
				// The first ones may be late before they are sent.
				assertThat(server.requests()).isGreaterThan(MANY - 6);
			});
		}
	}

	/** What cannot be interrupted ends with its time. */
	@ParameterizedTest
	@EnumSource
	void interruptedCallersGiveUpTheirConnections(RequestFactory factory) throws Exception {
		boolean interruptible = !List.of(RequestFactory.HTTP_COMPONENTS, RequestFactory.SIMPLE).contains(factory);
		interruptedCallersGiveUpTheirConnections(factory, interruptible ? "10s" : "200ms");
	}

	/** There is no time for so many that would end with theirs. */
	@ParameterizedTest
	@EnumSource
	@EnabledForJreRange(min = JRE.JAVA_21)
	void interruptedVirtualThreadsGiveUpTheirConnections(RequestFactory factory) {
		VirtualThreads.run(() -> interruptedCallersGiveUpTheirConnections(factory, "10s"));
	}

	private static void interruptedCallersGiveUpTheirConnections(RequestFactory factory, String timeout)
			throws Exception {
		BlockingQueue<Thread> callers = new LinkedBlockingQueue<>();
		try (RawServer server = new RawServer((exchange) -> {
			callers.take().interrupt();
			exchange.fallSilent();
		})) {
			run(factory, server, timeout, (context) -> {
				RestClient client = client(context);
				for (int i = 0; i < MANY; i++) {
					callers.add(Thread.currentThread());
					assertThat(catchThrowable(() -> call(client, server))).isInstanceOf(ResourceAccessException.class);
					assertThat(Thread.interrupted()).isTrue();
				}
				assertThat(server.requests()).isEqualTo(MANY);
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	void compressedBodyThatIsCutOff(RequestFactory factory) throws Exception {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(new byte[10_000]);
		}
		byte[] half = Arrays.copyOf(compressed.toByteArray(), compressed.size() / 2);
		try (RawServer server = new RawServer(
				(exchange) -> exchange.send(200, "application/json", half, "Content-Encoding: gzip"))) {
			run(factory, server, "10s",
					(context) -> assertThat(code(catchThrowable(() -> call(client(context), server))))
						.isEqualTo("ClientError.ParseJsonError"));
		}
	}

	/**
	 * What limits silence sees none where headers drip. The JDK's old client cannot be
	 * ended by another thread.
	 */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SIMPLE")
	void callEndsThoughItsHeadersDrip(RequestFactory factory) throws Exception {
		String code = List.of(RequestFactory.JDK, RequestFactory.JETTY).contains(factory)
				? "ClientError.NetworkError.ReadTimeout" : "ClientError.CallTimeout";
		try (RawServer server = new RawServer(
				(exchange) -> exchange.drip("HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(10_000), 20))) {
			runner(factory, server, "500ms").withPropertyValues("tencentcloud.resilience.timeout.call=1s")
				.run((context) -> assertThat(code(catchThrowable(() -> call(client(context), server))))
					.isEqualTo(code));
		}
	}

	/** Spring starts it with its first request, and an interrupt would end that. */
	@Test
	void jettyStartsHoweverLongThatTakes() throws Exception {
		try (RawServer server = new RawServer((exchange) -> exchange.json("{\"Response\":{\"RequestId\":\"r\"}}"))) {
			runner(RequestFactory.JETTY, server, "300ms")
				.withBean(ClientHttpRequestFactoryBuilder.class,
						() -> ClientHttpRequestFactoryBuilder.jetty()
							.withHttpClientCustomizer((client) -> client.addBean(new SlowStart())))
				.run((context) -> {
					RestClient client = client(context);
					assertThat(code(catchThrowable(() -> call(client, server))))
						.isEqualTo("ClientError.NetworkError.ReadTimeout");
					call(client, server);
				});
		}
	}

	/** Its length is that of the body that a GET would have, so nothing is cut off. */
	@ParameterizedTest
	@EnumSource
	void answerToHeadIsNoEnvelope(RequestFactory factory) throws Exception {
		try (RawServer server = new RawServer((exchange) -> exchange.head(200, "application/json", 36))) {
			run(factory, server, "10s",
					(context) -> assertThat(code(catchThrowable(() -> client(context).head()
						.uri(url(server))
						.header("X-TC-Action", "DescribeZones")
						.header("Authorization", "TC3-HMAC-SHA256 x")
						.retrieve()
						.toBodilessEntity()))).isEqualTo("ClientError.ParseJsonError"));
		}
	}

	/** The JDK's old client drops these bodies. */
	@ParameterizedTest
	@CsvSource({ "SIMPLE, 401", "SIMPLE, 407", "SIMPLE, 403", "HTTP_COMPONENTS, 401", "JETTY, 403", "REACTOR, 401" })
	void statusIsToldThoughItsBodyIsGone(RequestFactory factory, int status) throws Exception {
		try (RawServer server = new RawServer((exchange) -> exchange.send(status, "application/json",
				"{\"no\":1}".getBytes(StandardCharsets.UTF_8)))) {
			run(factory, server, "10s",
					(context) -> assertThat(code(catchThrowable(() -> call(client(context), server))))
						.isEqualTo("ClientError.HttpStatusCodeError." + status));
		}
	}

	/** What is sent in chunks has no other length (RFC 9112, section 6.3). */
	@ParameterizedTest
	@EnumSource(names = { "SIMPLE", "HTTP_COMPONENTS" })
	void lengthBesideChunksSaysNothing(RequestFactory factory) throws Exception {
		String ok = "{\"Response\":{\"RequestId\":\"r\"}}";
		try (RawServer server = new RawServer((exchange) -> {
			exchange.head(200, "application/json", 1000, "Transfer-Encoding: chunked");
			exchange.write(Integer.toHexString(ok.length()) + "\r\n" + ok + "\r\n0\r\n\r\n");
		})) {
			run(factory, server, "10s", (context) -> call(client(context), server));
		}
	}

	private static void call(RestClient client, RawServer server) {
		Call.POST.of(client, url(server)).retrieve().toBodilessEntity();
	}

	private static String code(Throwable error) {
		return TencentCloudFailure.of(error).orElseThrow().code();
	}

	private static RestClient client(ApplicationContext context) {
		return context.getBean(RestClient.Builder.class).build();
	}

	private static String url(RawServer server) {
		return "http://127.0.0.1:" + server.port() + "/";
	}

	private static void run(RequestFactory factory, RawServer server, String timeout,
			ContextConsumer<AssertableApplicationContext> test) {
		runner(factory, server, timeout).run(test);
	}

	private static ApplicationContextRunner runner(RequestFactory factory, RawServer server, String timeout) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
					TencentCloudResilienceAutoConfiguration.class))
			.withPropertyValues(
					"spring.http.clients.imperative.factory="
							+ factory.name().toLowerCase(Locale.ROOT).replace('_', '-'),
					"tencentcloud.resilience.products.cvm.host=127.0.0.1:" + server.port(),
					"tencentcloud.resilience.max-attempts=1", "tencentcloud.resilience.timeout.attempt=" + timeout,
					"tencentcloud.resilience.circuit-breaker.enabled=false", LoopbackHttp.SHORT_QUIET_PERIOD);
	}

	private static final class SlowStart extends AbstractLifeCycle {

		@Override
		protected void doStart() throws InterruptedException {
			Thread.sleep(1000);
		}

	}

}
