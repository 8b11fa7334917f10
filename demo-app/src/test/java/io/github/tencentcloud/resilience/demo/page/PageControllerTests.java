package io.github.tencentcloud.resilience.demo.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;

import io.github.tencentcloud.resilience.telemetry.TencentCloudCallResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageController}, over HTTP.
 */
@LiveDemo
class PageControllerTests {

	/** Breakers may be open when a test begins, and the machine may be busy. */
	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private WebTestClient client;

	Class<? extends WebServer> server() {
		return NettyWebServer.class;
	}

	/** What stands for a request of the client that calls Tencent Cloud. */
	Class<? extends Observation.Context> client() {
		return ClientRequestObservationContext.class;
	}

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
	void servesAllThatThePageNames() {
		String html = this.client.get()
			.uri("/")
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		List<String> paths = Pattern.compile(" (?:src|href)=\"(/[^\"]+)\"")
			.matcher(html)
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(paths).contains("/page/main.js", "/page/page.css", "/actuator/health");
		paths.forEach((path) -> this.client.get().uri(path).exchange().expectStatus().isOk());
	}

	@Test
	void tellsTheStateAndThenWhatIsNew() {
		StepVerifier.create(events().take(4).map(ServerSentEvent::event).collectList())
			.expectNext(List.of("state", "update", "update", "update"))
			.expectComplete()
			.verify(Duration.ofSeconds(30));
	}

	@Test
	void numbersMove() {
		change("normal");
		List<Long> numbers = updates(
				(update) -> has(update, "/seconds/0/codes", "code", "OK") && has(update, "/calls", "code", "OK"))
			.take(2)
			.map((update) -> update.get("number").asLong())
			.collectList()
			.block(PATIENCE);
		assertThat(numbers).hasSize(2).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void showsTheCodeOfTheScenarioThatWasChosen() {
		change("bad-request");
		JsonNode update = updates((one) -> has(one, "/calls", "code", "InvalidParameterValue")).blockFirst(PATIENCE);
		assertThat(update.get("scenario").asString()).isEqualTo("bad-request");
		assertThat(update.get("calls"))
			.filteredOn((call) -> call.get("code").asString().equals("InvalidParameterValue"))
			// A call may have begun under the scenario before.
			.filteredOn((call) -> call.at("/trail/0/code").asString().equals("InvalidParameterValue"))
			.allSatisfy((call) -> {
				assertThat(call.get("policy").asString()).isEqualTo("invalid");
				assertThat(call.get("decision").asString()).isEqualTo("fail");
				assertThat(call.get("attempts").asInt()).isEqualTo(1);
				assertThat(call.get("requestId").asString()).isNotBlank();
			});
		change("normal");
	}

	@Test
	void tellsTheAttemptsOfACall() {
		change("throttled");
		JsonNode call = calls((one) -> one.get("decision").asString().equals("retry") && one.get("attempts").asInt() > 1
				&& one.at("/trail/0/code").asString().equals("RequestLimitExceeded"))
			.blockFirst(PATIENCE);
		assertThat(call.get("trail")).hasSize(call.get("attempts").asInt()).allSatisfy((attempt) -> {
			assertThat(attempt.get("code").asString()).isEqualTo("RequestLimitExceeded");
			assertThat(attempt.get("status").asInt()).isEqualTo(200);
			assertThat(attempt.get("requestId").asString()).isNotBlank();
		});
		assertThat(call.at("/trail/1/waitedMillis").asLong()).isPositive();
		assertThat(call.get("verdict").asString()).matches("Failed in spite of .+; no further one, since .+\\.");
		change("normal");
	}

	@Test
	void saysWhyAnotherStatusWasNotRepeated() {
		change("outage");
		JsonNode call = calls((one) -> one.get("code").asString().equals("ClientError.HttpStatusCodeError.503"))
			.blockFirst(PATIENCE);
		assertThat(call.get("verdict").asString()).contains(", since ");
		change("normal");
	}

	@Test
	void theStatusSaysFineWhatTheBodiesSayIsNot() {
		change("auth-broken");
		JsonNode seen = updates((update) -> update.at("/seconds/0/seen/attempts").asInt() > 5
				&& update.at("/seconds/0/seen/fineByBody").asInt() == 0)
			.map((update) -> update.at("/seconds/0/seen"))
			.blockFirst(PATIENCE);
		assertThat(seen.get("fineByStatus")).isEqualTo(seen.get("attempts"));
		change("normal");
	}

	@Test
	void anOutageOpensABreakerAndNormalClosesIt() {
		change("outage");
		updates((update) -> has(update, "/breakers", "state", "OPEN")
				&& has(update, "/seconds/0/codes", "code", "ClientError.CircuitBreakerOpen"))
			.blockFirst(PATIENCE);
		change("normal");
		updates((update) -> !has(update, "/breakers", "state", "OPEN") && has(update, "/breakers", "state", "CLOSED"))
			.blockFirst(PATIENCE);
	}

	@Test
	void forgetsWhoHasLeft(@Autowired LiveFeed feed) {
		Disposable browser = events().subscribe();
		Awaitility.await().atMost(PATIENCE).until(() -> feed.browsers() > 0);
		browser.dispose();
		Awaitility.await().atMost(PATIENCE).until(() -> feed.browsers() == 0);
	}

	@Test
	void runsOnTheServerAndCallsWithTheClientOfItsProfile(@Autowired WebServerApplicationContext context,
			@Autowired ObservationRegistry observations) {
		assertThat(context.getWebServer()).isInstanceOf(server());
		CompletableFuture<Observation.Context> call = new CompletableFuture<>();
		observations.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

			@Override
			public void onStop(Observation.Context context) {
				if (TencentCloudCallResult.of(context) != null) {
					call.complete(context);
				}
			}

		});
		assertThat(call).succeedsWithin(PATIENCE).isInstanceOf(client());
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

	private void change(String scenario) {
		this.client.post().uri("/scenario/" + scenario).exchange().expectStatus().isOk();
	}

	private Flux<JsonNode> updates(Predicate<JsonNode> condition) {
		return events().filter((event) -> "update".equals(event.event()))
			.mapNotNull(ServerSentEvent::data)
			.filter(condition);
	}

	private Flux<JsonNode> calls(Predicate<JsonNode> condition) {
		return updates((update) -> true).flatMapIterable((update) -> update.get("calls")).filter(condition);
	}

	private Flux<ServerSentEvent<JsonNode>> events() {
		return this.client.get()
			.uri("/page/events")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(new ParameterizedTypeReference<ServerSentEvent<JsonNode>>() {
			})
			.getResponseBody();
	}

	private static boolean has(JsonNode update, String array, String field, String value) {
		return StreamSupport.stream(update.at(array).spliterator(), false)
			.anyMatch((element) -> element.get(field).asString().equals(value));
	}

}
