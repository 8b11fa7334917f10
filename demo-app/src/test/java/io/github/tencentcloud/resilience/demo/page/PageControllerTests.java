package io.github.tencentcloud.resilience.demo.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageController}, over HTTP.
 */
@LiveDemo
class PageControllerTests {

	private WebTestClient client;

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.client = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + port)
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "*/*", "text/plain", "application/json" })
	void answersCurlInPlainText(String accept) {
		this.client.get()
			.uri("/")
			.headers((headers) -> headers.setAll((accept != null) ? Map.of(HttpHeaders.ACCEPT, accept) : Map.of()))
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_PLAIN)
			.expectHeader()
			.valueEquals(HttpHeaders.VARY, HttpHeaders.ACCEPT)
			.expectBody(String.class)
			.value((text) -> assertThat(text).contains("scenario ", "last minute ", "breakers ",
					"curl -X POST http://"));
	}

	@Test
	void answersABrowserWithThePage() {
		this.client.get()
			.uri("/")
			.header(HttpHeaders.ACCEPT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_HTML)
			.expectHeader()
			.value("Content-Security-Policy",
					(policy) -> assertThat(policy).contains("default-src 'none'", "script-src 'self'")
						.doesNotContain("unsafe"))
			.expectBody(String.class)
			.value((html) -> assertThat(html).startsWith("<!doctype html>")
				// The policy would refuse both.
				.doesNotContainPattern("<script(?![^>]* src=)")
				.doesNotContainPattern("<style| style=| on[a-z]+="));
	}

	@Test
	void tellsTheStateAndThenWhatIsNew() {
		Flux<ServerSentEvent<JsonNode>> events = this.client.get()
			.uri("/page/events")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(new ParameterizedTypeReference<ServerSentEvent<JsonNode>>() {
			})
			.getResponseBody();
		StepVerifier.create(events.take(4).map(ServerSentEvent::event).collectList())
			.expectNext(List.of("state", "update", "update", "update"))
			.expectComplete()
			.verify(Duration.ofSeconds(30));
	}

	@Test
	void servesTheChartLibraryItself() {
		this.client.get()
			.uri("/webjars/chart.js/dist/chart.umd.min.js")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals(HttpHeaders.CACHE_CONTROL, "no-store");
	}

}
