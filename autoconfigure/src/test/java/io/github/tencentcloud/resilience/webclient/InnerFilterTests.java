package io.github.tencentcloud.resilience.webclient;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.Mode;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the filters around ours, and for what travels with a call.
 */
class InnerFilterTests {

	private final AtomicInteger stamps = new AtomicInteger();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	@Test
	void innerFilterRunsAnewForEachAttempt() throws Exception {
		try (Scene scene = scene()) {
			WebClient signing = scene.client.mutate().filter(this::stamp).build();
			assertThat(call(signing).block(LIMIT)).isEqualTo(OK);
			assertThat(this.seen).containsExactly("1", "2", "3");
		}
	}

	@Test
	void outerFilterRunsOnce() throws Exception {
		try (Scene scene = scene()) {
			WebClient client = scene.client.mutate().filters((filters) -> filters.add(0, this::stamp)).build();
			assertThat(call(client).block(LIMIT)).isEqualTo(OK);
			assertThat(this.seen).containsExactly("1", "1", "1");
		}
	}

	@ParameterizedTest
	@CsvSource({ "ENFORCE, 3", "OBSERVE, 1" })
	void filterRegisteredTwiceActsOnce(Mode mode, int attempts) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.send(503, "text/html", "x"),
				(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 10)))) {
			WebClient client = scene.client.mutate().filter(scene.filter.filter).build();
			assertThatExceptionOfType(WebClientResponseException.ServiceUnavailable.class)
				.isThrownBy(() -> call(client, "DescribeInstances").block(LIMIT));
			assertThat(scene.requests()).isEqualTo(attempts);
			assertThat(scene.filter.attempts()).isEqualTo(attempts);
			assertThat(scene.filter.calls()).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "ENFORCE", "OBSERVE" })
	void innerFilterThatThrowsFailsTheCall(Mode mode) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(OK),
				(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 1)))) {
			WebClient client = scene.client.mutate().filter((request, next) -> {
				throw new IllegalStateException("inner");
			}).build();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> call(client).block(LIMIT))
				.withMessage("inner");
			assertThat(scene.filter.attempts()).isOne();
			assertThat(scene.filter.calls()).isOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "ENFORCE", "OBSERVE" })
	void innerFilterThatAnswersNothingEndsTheCall(Mode mode) throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(OK),
				(builder) -> builder.settings(Scene.settings(mode, false, LIMIT, LIMIT, 10)))) {
			WebClient client = scene.client.mutate().filter((request, next) -> Mono.empty()).build();
			assertThat(call(client).onErrorComplete().block(LIMIT)).isNull();
			assertThat(scene.filter.attempts()).isOne();
			assertThat(scene.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
		}
	}

	@Test
	void eachSubscriptionIsACallOfItsOwn() throws Exception {
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(error("RequestLimitExceeded")))) {
			Mono<String> call = call(scene.client).onErrorComplete();
			call.block(LIMIT);
			call.block(LIMIT);
			assertThat(scene.requests()).isEqualTo(8);
			assertThat(scene.filter.calls("RequestLimitExceeded", "FAILURE")).isEqualTo(2);
		}
	}

	@Test
	void contextReachesEveryAttemptAndTheBody() throws Exception {
		try (Scene scene = scene()) {
			WebClient client = scene.client.mutate().filter((request, next) -> Mono.deferContextual((context) -> {
				this.seen.add("filter " + context.get("trace"));
				return next.exchange(request)
					.map((response) -> response.mutate()
						.body((body) -> body
							.doOnEach((signal) -> this.seen.add("body " + signal.getContextView().get("trace"))))
						.build());
			})).build();
			call(client).contextWrite(Context.of("trace", "t-1")).block(LIMIT);
			assertThat(this.seen).filteredOn((entry) -> entry.equals("filter t-1")).hasSize(3);
			assertThat(this.seen).contains("body t-1");
		}
	}

	/** What fails between the client and us cancels the body, and we do not see that. */
	@ParameterizedTest
	@CsvSource({ "200, application/json, 0", "503, application/json, 0", "200, text/event-stream, 0",
			"200, text/event-stream, 3", "503, text/html, 0", "503, text/html, 3" })
	void innerFilterThatFailsInABodyGivesJettysConnectionBack(int status, String type, int last) throws Exception {
		Semaphore closed = new Semaphore(0);
		try (Scene scene = Scene.of(Connector.JETTY, (exchange) -> {
			exchange.head(status, type, 1_000_000);
			for (int i = 0; i <= last; i++) {
				exchange.write("data: {\"Choices\":[]}\n\n");
				// As buffers of their own.
				Thread.sleep(30);
			}
			exchange.fallSilent();
			closed.release();
		}, (builder) -> builder.settings(Scene.settings(Mode.ENFORCE, false, LIMIT, LIMIT, 1)))) {
			WebClient client = scene.client.mutate()
				.filter((request, next) -> next.exchange(request).map((response) -> failing(response, last)))
				.build();
			assertThatException().isThrownBy(() -> call(client).block(LIMIT));
			assertThat(closed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static ClientResponse failing(ClientResponse response, int last) {
		return response.mutate().body((body) -> body.index().map((buffer) -> {
			if (buffer.getT1() == last) {
				DataBufferUtils.release(buffer.getT2());
				throw new IllegalStateException("inner");
			}
			return buffer.getT2();
		})).build();
	}

	private Mono<ClientResponse> stamp(ClientRequest request, ExchangeFunction next) {
		return next.exchange(ClientRequest.from(request).header("X-Stamp", "" + this.stamps.incrementAndGet()).build());
	}

	private Scene scene() {
		return Scene.of(Connector.REACTOR, (exchange) -> {
			if (exchange.header("X-Stamp") != null) {
				this.seen.add(exchange.header("X-Stamp"));
			}
			exchange.json((exchange.number() < 3) ? error("RequestLimitExceeded") : OK);
		});
	}

	private static Mono<String> call(WebClient client) {
		return call(client, "RunInstances");
	}

	private static Mono<String> call(WebClient client, String action) {
		return client.post().header("X-TC-Action", action).bodyValue("{}").retrieve().bodyToMono(String.class);
	}

}
