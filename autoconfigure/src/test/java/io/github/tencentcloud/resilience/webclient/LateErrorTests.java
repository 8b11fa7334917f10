package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.web.reactive.function.client.WebClientResponseException;

import io.github.tencentcloud.resilience.DroppedErrors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for errors that come when an attempt has ended already, because its time was up
 * or its caller has gone. They are no news: nobody finds them in the log as errors that
 * were dropped.
 */
@Tag("integration")
class LateErrorTests {

	private final DroppedErrors dropped = new DroppedErrors();

	@AfterEach
	void stop() {
		this.dropped.close();
	}

	static Stream<Arguments> events() {
		return Stream.of(Connector.values())
			.flatMap((connector) -> Stream.of(Event.values()).map((event) -> Arguments.of(connector, event)));
	}

	@ParameterizedTest
	@MethodSource("events")
	void timeThatIsUp(Connector connector, Event event) throws Exception {
		try (Scene scene = scene(connector, event, new CountDownLatch(1), Duration.ofMillis(300))) {
			call(scene).onErrorComplete().blockLast(Scene.LIMIT);
		}
		assertSilence();
	}

	@ParameterizedTest
	@MethodSource("events")
	void callerWhoHasGone(Connector connector, Event event) throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		try (Scene scene = scene(connector, event, begun, Scene.LIMIT)) {
			Disposable call = call(scene).subscribe();
			assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
			call.dispose();
		}
		assertSilence();
	}

	/** Whatever is still open breaks when the server is closed. */
	private static Scene scene(Connector connector, Event event, CountDownLatch begun, Duration timeout) {
		return Scene.of(connector, (exchange) -> {
			event.answer(exchange);
			begun.countDown();
			exchange.fallSilent();
		}, (builder) -> builder.settings(Scene.timeouts(timeout, Scene.LIMIT)));
	}

	private static Flux<String> call(Scene scene) {
		return scene.post("RunInstances").bodyValue("{}").retrieve().bodyToFlux(String.class);
	}

	private void assertSilence() {
		await().pollInterval(Duration.ofMillis(10))
			.during(Duration.ofMillis(100))
			.atMost(Scene.LIMIT)
			.until(() -> true);
		assertThat(this.dropped.errors()).filteredOn((error) -> !isOfTheClient(error)).isEmpty();
	}

	/**
	 * What Spring's connectors drop without this library, too: the JDK's client tells
	 * them of their own cancellation, and Reactor Netty refuses the body to who comes for
	 * it while the caller goes. And Spring makes its exception of a status although the
	 * body that it wanted to quote has been cancelled, as Jetty tells it.
	 */
	private static boolean isOfTheClient(Throwable error) {
		return error.getCause() instanceof CancellationException || error instanceof WebClientResponseException
				|| String.valueOf(error.getMessage())
					.startsWith("Rejecting additional inbound receiver. State=[terminated=false, cancelled=true");
	}

	/** How far the answer has come. */
	enum Event {

		NOTHING {
			@Override
			void answer(RawServer.Exchange exchange) {
			}
		},

		HEADERS {
			@Override
			void answer(RawServer.Exchange exchange) throws Exception {
				exchange.head(200, "application/json", 1000);
			}
		},

		BODY {
			@Override
			void answer(RawServer.Exchange exchange) throws Exception {
				exchange.head(200, "application/json", 1000);
				exchange.write("{\"Response\":");
			}
		},

		LARGE_BODY {
			@Override
			void answer(RawServer.Exchange exchange) throws Exception {
				exchange.head(200, "application/json", 1_000_000);
				exchange.write("{\"Response\":{\"Data\":\"" + "x".repeat(400_000));
			}
		},

		STREAM {
			@Override
			void answer(RawServer.Exchange exchange) throws Exception {
				exchange.head(200, "text/event-stream", -1);
				exchange.write("data: {\"a\":1}\n\n");
			}
		},

		OTHER_STATUS {
			@Override
			void answer(RawServer.Exchange exchange) throws Exception {
				exchange.head(502, "text/html", 1000);
				exchange.write("<html>");
			}
		};

		abstract void answer(RawServer.Exchange exchange) throws Exception;

	}

}
