package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.Mode;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the modes {@code observe} and {@code off}, and for other hosts.
 */
class ObserveModeTests {

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void errorPassesAsItIsAndIsMeasured(Connector connector) throws Exception {
		String body = error("RequestLimitExceeded");
		try (Scene scene = scene(connector, Mode.OBSERVE, (exchange) -> exchange.json(body))) {
			ResponseEntity<String> response = scene.post("DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.toEntity(String.class)
				.block(LIMIT);
			assertThat(response.getBody()).isEqualTo(body);
			assertThat(response.getHeaders().getContentLength()).isEqualTo(body.length());
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.meters.get("tencentcloud.client.attempts")
				.tags("code", "RequestLimitExceeded", "policy", "throttled", "decision", "retry")
				.timer()
				.count()).isOne();
			assertThat(scene.filter.calls("RequestLimitExceeded", "FAILURE")).isOne();
			assertThat(scene.filter.retries("off")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void successPassesAsItIsAlthoughUnwrapIsOn(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Mode.OBSERVE, (exchange) -> exchange.json(OK))) {
			assertThat(scene.read()).isEqualTo(OK);
			assertThat(scene.filter.calls("OK", "SUCCESS")).isOne();
		}
	}

	@Test
	void brokenAnswersPassAsTheyAre() throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Mode.OBSERVE, (exchange) -> {
			switch (exchange.number()) {
				case 1 -> exchange.send(200, "text/html", "<html>");
				case 2 -> exchange.send(503, "text/html", "<html>");
				default -> exchange.reset();
			}
		})) {
			assertThat(scene.read()).isEqualTo("<html>");
			assertThatExceptionOfType(WebClientResponseException.ServiceUnavailable.class).isThrownBy(scene::read);
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(scene::read);
			assertThat(scene.requests()).isEqualTo(3);
			assertThat(scene.filter.calls("ClientError.ParseJsonError", "FAILURE")).isOne();
			assertThat(scene.filter.calls("ClientError.HttpStatusCodeError.503", "FAILURE")).isOne();
			assertThat(scene.filter.calls("ClientError.NetworkError.Reset", "FAILURE")).isOne();
		}
	}

	@Test
	void bodyIsNotHeldBack() throws Exception {
		try (Scene scene = scene(Connector.REACTOR, Mode.OBSERVE, (exchange) -> {
			exchange.head(200, "application/json", 100);
			exchange.write("{");
			exchange.fallSilent();
		})) {
			byte[] first = scene.post("DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.bodyToFlux(byte[].class)
				.blockFirst(LIMIT);
			assertThat(first).containsExactly('{');
			assertThat(scene.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, false", "REACTOR, true", "JDK, false", "JDK, true" })
	void bodyThatAHandlerReadsIsCountedOnce(Connector connector, boolean failure) throws Exception {
		String body = failure ? error("RequestLimitExceeded") : OK;
		try (Scene scene = scene(connector, Mode.OBSERVE, (exchange) -> exchange.json(body))) {
			assertThat(exchange(scene, (response) -> response.bodyToMono(String.class))).isEqualTo(body);
			assertCountedOnce(scene);
			assertThat(failure ? scene.filter.calls("RequestLimitExceeded", "FAILURE")
					: scene.filter.calls("OK", "SUCCESS"))
				.isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, 200", "REACTOR, 503", "JDK, 200", "JDK, 503" })
	void bodyThatAHandlerLeavesIsCountedOnce(Connector connector, int status) throws Exception {
		try (Scene scene = scene(connector, Mode.OBSERVE,
				(exchange) -> exchange.send(status, "application/json", OK))) {
			assertThat(exchange(scene, (response) -> Mono.just("status " + response.statusCode().value())))
				.isEqualTo("status " + status);
			assertCountedOnce(scene);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void bodyThatAHandlerStopsReadingIsCountedOnce(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Mode.OBSERVE, (exchange) -> {
			exchange.head(200, "application/json", 100);
			exchange.write("{");
			exchange.fallSilent();
		})) {
			assertThat(exchange(scene, (response) -> response.bodyToFlux(byte[].class).next().map(String::new)))
				.isEqualTo("{");
			assertCountedOnce(scene);
			assertThat(scene.filter.attempts("ClientError.Cancelled")).isOne();
			assertThat(scene.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void handlerThatFailsIsCountedOnce(Connector connector) throws Exception {
		try (Scene scene = scene(connector, Mode.OBSERVE, (exchange) -> exchange.send(503, "text/html", "<html>"))) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> exchange(scene, (response) -> Mono.error(new IllegalStateException("handler"))))
				.withMessage("handler");
			assertCountedOnce(scene);
		}
		try (Scene scene = scene(connector, Mode.OBSERVE, (exchange) -> exchange.send(503, "text/html", "<html>"))) {
			assertThatExceptionOfType(WebClientResponseException.ServiceUnavailable.class)
				.isThrownBy(() -> exchange(scene, ClientResponse::createError));
			assertCountedOnce(scene);
			assertThat(scene.filter.calls("ClientError.HttpStatusCodeError.503", "FAILURE")).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "REACTOR, false", "REACTOR, true", "JDK, false", "JDK, true", "HTTP_COMPONENTS, false",
			"HTTP_COMPONENTS, true", "JETTY, false", "JETTY, true" })
	void cancelledCallIsCountedOnce(Connector connector, boolean answered) throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		try (Scene scene = scene(connector, Mode.OBSERVE, (exchange) -> {
			if (answered) {
				exchange.head(200, "application/json", 100);
				exchange.write("{");
			}
			else {
				begun.countDown();
			}
			exchange.fallSilent();
		})) {
			Disposable call = scene.post("DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.bodyToFlux(byte[].class)
				.subscribe((bytes) -> begun.countDown());
			assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
			call.dispose();
			assertCountedOnce(scene);
			assertThat(scene.filter.attempts("ClientError.Cancelled")).isOne();
			assertThat(scene.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
		}
	}

	@Test
	void offMeasuresNothing() throws Exception {
		String body = error("RequestLimitExceeded");
		try (Scene scene = scene(Connector.REACTOR, Mode.OFF, (exchange) -> exchange.json(body))) {
			assertThat(scene.read()).isEqualTo(body);
			assertThat(scene.requests()).isOne();
			assertThat(scene.filter.meters.getMeters()).isEmpty();
		}
	}

	@Test
	void requestsThatAreNotMeantPassUntouched() {
		for (String url : new String[] { "https://example.com/", "https://tencentcloudapi.com.example.com/",
				"https://cvm.tencentcloudapi.com/" }) {
			Mode mode = url.contains("cvm") ? Mode.OFF : Mode.ENFORCE;
			TestFilter filter = TestFilter.builder().settings(Scene.settings(mode, true, LIMIT, LIMIT, 1)).build();
			ClientRequest request = ClientRequest.create(HttpMethod.POST, URI.create(url)).build();
			AtomicReference<ClientRequest> passed = new AtomicReference<>();
			filter.filter.filter(request, (it) -> {
				passed.set(it);
				return Mono.empty();
			}).block(LIMIT);
			assertThat(passed.get()).isSameAs(request);
		}
	}

	private static String exchange(Scene scene, Function<ClientResponse, Mono<String>> handler) {
		return scene.post("DescribeInstances").bodyValue("{}").exchangeToMono(handler).block(LIMIT);
	}

	/** The rest of a body may be read after the caller has what it wants. */
	private static void assertCountedOnce(Scene scene) {
		await().atMost(LIMIT).until(() -> scene.filter.attempts() > 0 && scene.filter.calls() > 0);
		assertThat(scene.filter.attempts()).isOne();
		assertThat(scene.filter.calls()).isOne();
		assertThat(scene.requests()).isOne();
	}

	private static Scene scene(Connector connector, Mode mode, RawServer.Script script) {
		return Scene.of(connector, script, (builder) -> builder.settings(Scene.settings(mode, true, LIMIT, LIMIT, 10)));
	}

}
