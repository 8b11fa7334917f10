package io.github.tencentcloud.resilience.webclient;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.reactive.function.client.WebClient;

import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.engine.CallSettings;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for what each HTTP client sends again by itself, and what is done about it. The
 * table of {@code docs/connectors.md} holds these figures.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectorsTests {

	enum Fault {

		RESET(RawServer.Exchange::reset), CLOSE(RawServer.Exchange::close),
		TOO_MANY_REQUESTS((exchange) -> exchange.send(429, "text/html", "x")),
		UNAVAILABLE((exchange) -> exchange.send(503, "text/html", "x"));

		private final RawServer.Script script;

		Fault(RawServer.Script script) {
			this.script = script;
		}

	}

	enum Request {

		GET((client) -> client.get().uri("?Action=RunInstances")),
		POST((client) -> client.post().uri("?Action=RunInstances").bodyValue("{}")),
		EMPTY_POST((client) -> client.post().uri("?Action=RunInstances"));

		private final Sender sender;

		Request(Sender sender) {
			this.sender = sender;
		}

	}

	static Stream<Arguments> cells() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(Request.values())
				.flatMap((request) -> Stream.of(Fault.values()).map((fault) -> arguments(connector, request, fault))));
	}

	@ParameterizedTest
	@MethodSource("cells")
	void plainClient(Connector connector, Request request, Fault fault) throws Exception {
		assertThat(count(connector, request, fault, false)).isEqualTo(isSentAgain(connector, request, fault) ? 2 : 1);
	}

	@ParameterizedTest
	@MethodSource("cells")
	void writeIsSentOnce(Connector connector, Request request, Fault fault) throws Exception {
		boolean cannotBePrevented = connector == Connector.JDK && isSentAgain(connector, request, fault);
		assertThat(count(connector, request, fault, true)).isEqualTo(cannotBePrevented ? 2 : 1);
	}

	@Test
	void warnsOnceOfAGetThatMayBeSentAgain(CapturedOutput output) throws Exception {
		try (Scene scene = Scene.of(Connector.JDK, (exchange) -> exchange.json(OK))) {
			for (String action : new String[] { "DescribeInstances", "RunInstances", "StopInstances" }) {
				scene.client.get().uri("?Action=" + action).retrieve().toBodilessEntity().block(LIMIT);
				assertThat(output.toString().split("Send the action with POST", -1))
					.hasSize(action.startsWith("Describe") ? 1 : 2);
			}
		}
	}

	@Test
	void noWarningWhereItIsPrevented(CapturedOutput output) throws Exception {
		for (Connector connector : new Connector[] { Connector.REACTOR, Connector.HTTP_COMPONENTS }) {
			try (Scene scene = Scene.of(connector, (exchange) -> {
				assertThat(exchange.header("Transfer-Encoding")).isNull();
				exchange.json(OK);
			})) {
				scene.client.get().uri("?Action=RunInstances").retrieve().toBodilessEntity().block(LIMIT);
			}
		}
		assertThat(output).doesNotContain("Send the action with POST");
	}

	private static boolean isSentAgain(Connector connector, Request request, Fault fault) {
		return switch (connector) {
			case REACTOR, JETTY -> false;
			case JDK -> request == Request.GET && (fault == Fault.RESET || fault == Fault.CLOSE);
			case HTTP_COMPONENTS -> switch (fault) {
				case RESET -> request == Request.GET;
				case CLOSE -> false;
				case TOO_MANY_REQUESTS, UNAVAILABLE -> request != Request.POST;
			};
		};
	}

	private static int count(Connector connector, Request request, Fault fault, boolean filtered) throws Exception {
		CallSettings once = Scene.settings(Mode.ENFORCE, false, LIMIT, LIMIT, 1);
		try (Scene scene = Scene.of(connector, fault.script, (builder) -> builder.settings(once))) {
			WebClient client = filtered ? scene.client
					: WebClient.builder()
						.clientConnector(connector.create())
						.baseUrl("http://127.0.0.1:" + scene.server.port() + "/")
						.build();
			request.sender.send(client).retrieve().toBodilessEntity().onErrorComplete().block(LIMIT);
			return scene.requests();
		}
	}

	@FunctionalInterface
	private interface Sender {

		WebClient.RequestHeadersSpec<?> send(WebClient client);

	}

}
