package io.github.tencentcloud.resilience.webclient;

import java.net.http.HttpClient.Redirect;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.Mode;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for what an HTTP client takes along that follows a redirect to another host.
 */
class RedirectTests {

	private final List<RawServer.Exchange> elsewhere = new CopyOnWriteArrayList<>();

	static Stream<Arguments> cells() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> IntStream.of(301, 302, 303, 307, 308)
				.boxed()
				.flatMap((status) -> Stream.of(Mode.values()).map((mode) -> arguments(connector, status, mode))));
	}

	/** The JDK's client can only be told for all of its requests. */
	@ParameterizedTest
	@MethodSource("cells")
	void nothingOfASignedCallLeavesForAnotherHost(Connector connector, int status, Mode mode) throws Exception {
		String got = call((connector != Connector.JDK) ? following(connector) : connector.create(), status, mode);
		assertThat(this.elsewhere).flatExtracting((exchange) -> exchange.headers().keySet())
			.doesNotContain("authorization")
			.noneMatch((name) -> name.startsWith("x-tc-"));
		if (connector == Connector.JETTY || connector == Connector.JDK) {
			assertThat(this.elsewhere).isEmpty();
			assertThat(got).isEqualTo(status + " nothing");
		}
	}

	private String call(ClientHttpConnector connector, int status, Mode mode) throws Exception {
		try (RawServer other = new RawServer((exchange) -> {
			this.elsewhere.add(exchange);
			exchange.json(OK);
		}); RawServer server = new RawServer((exchange) -> {
			assertThat(exchange.headers()).containsKeys("authorization", "x-tc-token", "x-tc-version");
			exchange.head(status, null, 0, "Location: http://127.0.0.1:" + other.port() + "/elsewhere");
		})) {
			String host = "localhost:" + server.port();
			TestFilter filter = TestFilter.builder()
				.host("cvm", host)
				.settings(Scene.settings(mode, false, LIMIT, LIMIT, 1))
				.signed()
				.build();
			String got = WebClient.builder()
				.clientConnector(connector)
				.filter(filter.filter)
				.build()
				.post()
				.uri("http://" + host + "/")
				.header("X-TC-Action", "DescribeInstances")
				.header("X-TC-Version", "2017-03-12")
				.bodyValue("{}")
				.exchangeToMono((response) -> response.bodyToMono(String.class)
					.defaultIfEmpty("nothing")
					.map((body) -> response.statusCode().value() + " " + body))
				.block(LIMIT);
			assertThat(server.requests()).isOne();
			if (mode != Mode.OFF) {
				assertThat(filter.calls(got.startsWith("200") ? "OK" : "ClientError.HttpStatusCodeError." + status,
						got.startsWith("200") ? "SUCCESS" : "FAILURE"))
					.isOne();
			}
			return got;
		}
	}

	private static ClientHttpConnector following(Connector connector) {
		return switch (connector) {
			case REACTOR -> new ReactorClientHttpConnector(HttpClient.create().followRedirect(true));
			case JDK -> new JdkClientHttpConnector(
					java.net.http.HttpClient.newBuilder().followRedirects(Redirect.ALWAYS).build());
			case HTTP_COMPONENTS, JETTY -> connector.create();
		};
	}

}
