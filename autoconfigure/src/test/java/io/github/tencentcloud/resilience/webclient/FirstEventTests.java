package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.engine.CallSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how long a stream may take to its first event: in virtual time, with an
 * attempt limit of 10 s and 30 s for the call.
 */
class FirstEventTests {

	private static final String EVENT = "data: {\"Choices\":[{\"Delta\":{},\"FinishReason\":\"stop\"}]}\n\n";

	private static final String OF_ATTEMPT = "No complete answer within 10000 ms (tencentcloud.resilience.timeout.attempt)";

	private static final String READ_TIMEOUT = "ClientError.NetworkError.ReadTimeout";

	private final AtomicReference<Throwable> error = new AtomicReference<>();

	@Test
	void silenceEndsItWithTheAttempt() {
		assertThat(secondsUntilEnd(null, stream(after(11, EVENT)))).isEqualTo(10);
		assertThat(this.error.get()).isInstanceOf(WebClientRequestException.class).hasMessageContaining(OF_ATTEMPT);
	}

	@ParameterizedTest
	@ValueSource(strings = { ": ping\n\n", ":\n", "\n", "\r\n", "event: ping\n\n", "retry: 10\n" })
	void signOfLifeBeginsTheWaitAnew(String sign) {
		assertThat(secondsUntilEnd(null, stream(after(9, sign), after(9, sign), after(9, EVENT)))).isEqualTo(27);
		assertThat(this.error.get()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { ": pi", "data: {\"Choices\":[", "eve" })
	void partOfALineIsNoSignOfLife(String part) {
		assertThat(secondsUntilEnd(null, stream(after(9, part), after(9, EVENT)))).isEqualTo(10);
		assertThat(this.error.get()).hasMessageContaining(OF_ATTEMPT);
	}

	@Test
	void silenceAfterACommentEndsIt() {
		assertThat(secondsUntilEnd(null, stream(after(9, ": ping\n\n"), after(11, EVENT)))).isEqualTo(19);
		assertThat(this.error.get()).hasMessageContaining(OF_ATTEMPT);
		assertThat(TencentCloudFailure.of(this.error.get()).orElseThrow().code()).isEqualTo(READ_TIMEOUT);
	}

	@Test
	void commentsDoNotGoOnForEver() {
		assertThat(secondsUntilEnd(null, stream(after(1, ": ping\n\n").repeat()))).isEqualTo(30);
		assertThat(this.error.get()).isInstanceOf(CallTimeoutException.class);
	}

	@Test
	void commentsAfterTheFirstEventAreSignsOfLifeToo() {
		Flux<String> comments = after(9, ": ping\n\n").repeat(9);
		assertThat(secondsUntilEnd(null, stream(after(9, EVENT), comments, after(9, EVENT)))).isEqualTo(108);
		assertThat(this.error.get()).isNull();
	}

	@Test
	void firstEventHasItsOwnLimit() {
		Duration limit = Duration.ofSeconds(25);
		assertThat(secondsUntilEnd(limit, stream(after(24, EVENT)))).isEqualTo(24);
		assertThat(this.error.get()).isNull();
		assertThat(secondsUntilEnd(limit, stream(after(26, EVENT)))).isEqualTo(25);
		assertThat(this.error.get())
			.hasMessageContaining("No event within 25000 ms (tencentcloud.resilience.timeout.first-event)");
		assertThat(TencentCloudFailure.of(this.error.get()).orElseThrow().code()).isEqualTo(READ_TIMEOUT);
	}

	@Test
	void silenceAfterTheFirstEventIsAsBefore() {
		Flux<ClientResponse> response = stream(after(20, EVENT), after(12, EVENT)).flux();
		assertThat(secondsUntilEnd(Duration.ofSeconds(25), response.next())).isBetween(30L, 32L);
		assertThat(this.error.get()).hasMessageContaining(OF_ATTEMPT);
	}

	@Test
	void shorterLimitHoldsAsSoonAsItIsAStream() {
		Duration limit = Duration.ofSeconds(2);
		assertThat(secondsUntilEnd(limit, stream(after(3, EVENT)))).isEqualTo(2);
		assertThat(this.error.get()).hasMessageContaining("No event within 2000 ms");
		assertThat(secondsUntilEnd(limit, stream(after(1, ": ping\n\n"), after(1, EVENT)))).isEqualTo(2);
		assertThat(this.error.get()).isNull();
		assertThat(secondsUntilEnd(limit, seconds(8).then(stream(after(1, EVENT))))).isEqualTo(8);
		assertThat(this.error.get()).hasMessageContaining("No event within 2000 ms");
	}

	@Test
	void whoAcceptsAStreamWaitsAsLongForItsHeaders() {
		Duration limit = Duration.ofSeconds(25);
		Mono<ClientResponse> late = seconds(20).then(stream(after(4, EVENT)));
		assertThat(secondsUntilEnd(limit, late, MediaType.TEXT_EVENT_STREAM)).isEqualTo(24);
		assertThat(this.error.get()).isNull();
		assertThat(secondsUntilEnd(limit, Mono.never(), MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM))
			.isEqualTo(25);
		assertThat(this.error.get()).hasMessageContaining("No event within 25000 ms");
		assertThat(secondsUntilEnd(limit, late, MediaType.ALL)).isEqualTo(10);
		assertThat(this.error.get()).hasMessageContaining(OF_ATTEMPT);
	}

	@Test
	void otherAnswersHaveTheLimitOfTheAttempt() {
		Mono<ClientResponse> json = Mono.fromSupplier(() -> ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", "application/json")
			.body(Flux.never())
			.build());
		assertThat(secondsUntilEnd(Duration.ofSeconds(25), json)).isEqualTo(10);
		assertThat(secondsUntilEnd(Duration.ofSeconds(2), json)).isEqualTo(10);
		assertThat(this.error.get()).hasMessageContaining(OF_ATTEMPT);
	}

	/** Through all connectors at once, since it takes its time. */
	@Test
	void commentsKeepAStreamAlive() {
		assertThat(Flux.fromArray(Connector.values())
			.flatMap((connector) -> Mono.fromCallable(() -> afterComments(connector))
				.subscribeOn(Schedulers.boundedElastic()))
			.collectList()
			.block(Duration.ofSeconds(30))).hasSameSizeAs(Connector.values());
	}

	private static Connector afterComments(Connector connector) throws Exception {
		Duration attempt = Duration.ofSeconds(2);
		try (Scene scene = Scene.of(connector, (exchange) -> {
			exchange.head(200, "text/event-stream", -1);
			for (int i = 0; i < 12; i++) {
				exchange.write(": ping\n\n");
				Thread.sleep(250);
			}
			exchange.write(EVENT);
			exchange.close();
		}, (builder) -> builder.settings(Scene.timeouts(attempt, Duration.ofSeconds(20))))) {
			assertThat(scene.post("ChatCompletions")
				.bodyValue("{}")
				.retrieve()
				.bodyToFlux(String.class)
				.collectList()
				.block(Duration.ofSeconds(20))).as("%s", connector).hasSize(1);
			assertThat(scene.requests()).as("%s", connector).isOne();
			return connector;
		}
	}

	private long secondsUntilEnd(@Nullable Duration firstEvent, Mono<ClientResponse> response, MediaType... accepted) {
		TestFilter filter = TestFilter.builder()
			.settings(new CallSettings(Mode.ENFORCE, false, Duration.ofSeconds(10), Duration.ofSeconds(30), 1, null,
					null, true, firstEvent))
			.build();
		ClientRequest request = InMemory.request("ChatCompletions")
			.headers((headers) -> headers.setAccept(List.of(accepted)))
			.build();
		this.error.set(null);
		AtomicLong taken = new AtomicLong();
		StepVerifier.withVirtualTime(() -> {
			long start = new ReactorTime().nanos();
			return filter.filter.filter(request, (sent) -> response)
				.flatMapMany((answer) -> answer.bodyToFlux(String.class))
				.doOnError(this.error::set)
				.onErrorComplete()
				.doOnTerminate(() -> taken.set(new ReactorTime().nanos() - start));
		}).thenAwait(Duration.ofMinutes(5)).thenConsumeWhile((event) -> true).expectComplete().verify(Scene.LIMIT);
		return Duration.ofNanos(taken.get()).toSeconds();
	}

	private static Mono<Long> seconds(int seconds) {
		// Whatever has to do with time is made when it is virtual.
		return Mono.defer(() -> Mono.delay(Duration.ofSeconds(seconds)));
	}

	private static Flux<String> after(int seconds, String text) {
		return seconds(seconds).thenReturn(text).flux();
	}

	@SafeVarargs
	private static Mono<ClientResponse> stream(Flux<String>... pieces) {
		return Mono.fromSupplier(() -> ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", "text/event-stream")
			.body(Flux.concat(pieces).map(InMemory::buffer))
			.build());
	}

}
