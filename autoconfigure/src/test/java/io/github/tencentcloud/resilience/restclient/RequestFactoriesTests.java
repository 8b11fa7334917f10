package io.github.tencentcloud.resilience.restclient;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

import io.github.tencentcloud.resilience.webclient.RawServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for what the HTTP client behind each request factory sends again by itself, and
 * how that can be prevented. The tables in {@code docs/connectors.md} show these figures.
 */
@Tag("integration")
class RequestFactoriesTests {

	private static final byte[] BODY = "{}".getBytes(StandardCharsets.US_ASCII);

	enum Fault {

		RESET(RawServer.Exchange::reset), CLOSE(RawServer.Exchange::close), POOLED_RESET(RawServer.Exchange::reset),
		POOLED_CLOSE(RawServer.Exchange::close), TOO_MANY_REQUESTS((exchange) -> exchange.send(429, "text/html", "x")),
		UNAVAILABLE((exchange) -> exchange.send(503, "text/html", "x")),
		UNAUTHORIZED((exchange) -> exchange.send(401, "text/html", "x", "WWW-Authenticate: Basic realm=\"x\"")),
		SERVER_ERROR((exchange) -> exchange.send(500, "text/html", "x"));

		private final RawServer.Script script;

		Fault(RawServer.Script script) {
			this.script = script;
		}

		boolean isPooled() {
			return this == POOLED_RESET || this == POOLED_CLOSE;
		}

		/** Whether the connection breaks. */
		boolean isBreak() {
			return this.ordinal() < TOO_MANY_REQUESTS.ordinal();
		}

		boolean asksToWait() {
			return this == TOO_MANY_REQUESTS || this == UNAVAILABLE;
		}

	}

	enum Body {

		GET(HttpMethod.GET, (request) -> {
		}),
		/** Has an empty body that cannot be written a second time. */
		GET_WITH_LENGTH(HttpMethod.GET, (request) -> write(request, new byte[0])),
		POST(HttpMethod.POST, (request) -> write(request, BODY)),
		/** As Spring's converters write it. */
		REPEATABLE_POST(HttpMethod.POST, (request) -> {
			request.getHeaders().setContentLength(BODY.length);
			((StreamingHttpOutputMessage) request).setBody(BODY);
		}), EMPTY_POST(HttpMethod.POST, (request) -> {
		}), EMPTY_POST_WITH_LENGTH(HttpMethod.POST, (request) -> write(request, new byte[0]));

		private final HttpMethod method;

		private final Writer writer;

		Body(HttpMethod method, Writer writer) {
			this.method = method;
			this.writer = writer;
		}

		ClientHttpRequest request(ClientHttpRequestFactory factory, URI uri) throws IOException {
			ClientHttpRequest request = factory.createRequest(uri, this.method);
			this.writer.write(request);
			return request;
		}

		private static void write(ClientHttpRequest request, byte[] body) {
			request.getHeaders().setContentLength(body.length);
			((StreamingHttpOutputMessage) request).setBody((stream) -> stream.write(body));
		}

	}

	static Stream<Arguments> cells() {
		return Stream.of(RequestFactory.values())
			.flatMap((factory) -> Stream.of(Body.values())
				.flatMap((body) -> Stream.of(Fault.values()).map((fault) -> arguments(factory, body, fault))));
	}

	@ParameterizedTest
	@MethodSource("cells")
	void whatIsSentAgain(RequestFactory factory, Body body, Fault fault) throws Exception {
		try (RawServer server = new RawServer((exchange) -> {
			if (exchange.requestLine().contains("/first")) {
				exchange.json("{}");
			}
			else {
				fault.script.answer(exchange);
			}
		})) {
			ClientHttpRequestFactory requests = factory.create();
			String url = "http://127.0.0.1:" + server.port();
			if (fault.isPooled()) {
				run(Body.GET.request(requests, URI.create(url + "/first")));
			}
			run(body.request(requests, URI.create(url + "/")));
			assertThat(server.requests() - (fault.isPooled() ? 1 : 0))
				.isEqualTo(isSentAgain(factory, body, fault) ? 2 : 1);
			RequestFactory.close(requests);
		}
	}

	private static boolean isSentAgain(RequestFactory factory, Body body, Fault fault) {
		return switch (factory) {
			case JETTY, REACTOR -> false;
			case JDK, SIMPLE -> body.method.equals(HttpMethod.GET) && fault.isBreak();
			case HTTP_COMPONENTS -> switch (body) {
				case GET -> fault.isBreak() || fault.asksToWait();
				case REPEATABLE_POST, EMPTY_POST -> fault.asksToWait();
				case GET_WITH_LENGTH, POST, EMPTY_POST_WITH_LENGTH -> false;
			};
		};
	}

	@ParameterizedTest
	@CsvSource({ "JDK, POST, 302, GET", "JDK, POST, 307, POST {}", "JDK, GET, 302, GET",
			"HTTP_COMPONENTS, POST, 302, none", "HTTP_COMPONENTS, REPEATABLE_POST, 302, GET",
			"HTTP_COMPONENTS, REPEATABLE_POST, 307, none", "HTTP_COMPONENTS, GET, 302, none", "JETTY, POST, 307, none",
			"JETTY, GET, 302, GET", "REACTOR, POST, 302, POST {}", "REACTOR, POST, 307, POST {}",
			"REACTOR, GET, 302, GET", "SIMPLE, POST, 302, none", "SIMPLE, POST, 307, none", "SIMPLE, GET, 302, GET" })
	void signedRequestThatIsRedirectedToAnotherHost(RequestFactory factory, Body body, int status, String expected)
			throws Exception {
		List<String> arrived = redirected(factory.create(), body, status);
		if (expected.equals("none")) {
			assertThat(arrived).isEmpty();
		}
		else if (factory != RequestFactory.JDK) {
			assertThat(arrived).containsExactly(expected + withToken(factory, body, expected));
		}
		else {
			// Newer versions keep the signature to themselves.
			assertThat(arrived).hasSize(1);
			assertThat(arrived.get(0)).isIn(expected + " with token", expected + " with token and signature");
		}
	}

	/** HttpComponents drops all headers along with the body. */
	private static String withToken(RequestFactory factory, Body body, String expected) {
		return (factory == RequestFactory.HTTP_COMPONENTS && body.method != HttpMethod.valueOf(expected)) ? ""
				: " with token";
	}

	@ParameterizedTest
	@EnumSource
	void redirectsCanBeSwitchedOff(RequestFactory factory) throws Exception {
		HttpClientSettings settings = HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW);
		for (Body body : Body.values()) {
			for (int status : new int[] { 301, 302, 303, 307, 308 }) {
				assertThat(redirected(factory.create(settings), body, status)).isEmpty();
			}
		}
	}

	/** What arrives at the other host. */
	private static List<String> redirected(ClientHttpRequestFactory requests, Body body, int status) throws Exception {
		List<String> arrived = Collections.synchronizedList(new ArrayList<>());
		try (RawServer other = new RawServer((exchange) -> {
			String method = exchange.requestLine().substring(0, exchange.requestLine().indexOf(' '));
			arrived.add(method + (exchange.body().isEmpty() ? "" : " " + exchange.body())
					+ ((exchange.header("X-TC-Token") != null) ? " with token" : "")
					+ ((exchange.header("Authorization") != null) ? " and signature" : ""));
			exchange.json("{}");
		});
				RawServer server = new RawServer((exchange) -> exchange.send(status, "text/html", "",
						"Location: http://localhost:" + other.port() + "/"))) {
			ClientHttpRequest request = body.request(requests, URI.create("http://127.0.0.1:" + server.port() + "/"));
			request.getHeaders().set("Authorization", "TC3-HMAC-SHA256 x");
			request.getHeaders().set("X-TC-Token", "token");
			run(request);
			assertThat(server.requests()).isOne();
			return arrived;
		}
		finally {
			RequestFactory.close(requests);
		}
	}

	/**
	 * Only these let the {@code Host} of a request be chosen; the others ignore it.
	 */
	@ParameterizedTest
	@EnumSource
	void hostCanBeChosen(RequestFactory factory) throws Exception {
		String[] host = new String[1];
		try (RawServer server = new RawServer((exchange) -> {
			host[0] = exchange.header("Host");
			exchange.json("{}");
		})) {
			ClientHttpRequestFactory requests = factory.create();
			ClientHttpRequest request = Body.POST.request(requests,
					URI.create("http://127.0.0.1:" + server.port() + "/"));
			request.getHeaders().set("Host", "cvm.tencentcloudapi.com");
			run(request);
			assertThat(host[0]).isEqualTo(EnumSet.of(RequestFactory.JDK, RequestFactory.SIMPLE).contains(factory)
					? "127.0.0.1:" + server.port() : "cvm.tencentcloudapi.com");
			RequestFactory.close(requests);
		}
	}

	private static void run(ClientHttpRequest request) {
		try (ClientHttpResponse response = request.execute()) {
			response.getStatusCode();
			response.getBody().readAllBytes();
		}
		catch (IOException ex) {
			// So it ends; how often it was sent is another matter.
		}
	}

	@FunctionalInterface
	private interface Writer {

		void write(ClientHttpRequest request) throws IOException;

	}

}
