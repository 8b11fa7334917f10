package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

import io.github.tencentcloud.resilience.DroppedErrors;
import io.github.tencentcloud.resilience.policy.PolicySettings;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a call that is given up frees its connection and its permit.
 */
class CancellationTests {

	private static final int PERMITS = 5;

	@ParameterizedTest
	@EnumSource(names = { "REACTOR", "JDK" })
	void waitingForTheHeaders(Connector connector) throws Exception {
		try (Scene scene = scene(connector, RawServer.Exchange::fallSilent)) {
			Disposable call = scene.call("DescribeInstances").subscribe();
			await().atMost(LIMIT).until(() -> scene.requests() == 1);
			call.dispose();
			await().atMost(LIMIT).until(() -> scene.server.open() == 0);
			assertThat(scene.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
			assertThat(scene.filter.attempts("ClientError.Cancelled")).isOne();
			assertPermits(scene);
		}
	}

	/**
	 * Before anybody has asked for the body, which never ends; the JDK's never closes.
	 */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JDK")
	void asTheHeadersArrive(Connector connector) throws Exception {
		AtomicReference<Disposable> call = new AtomicReference<>();
		CountDownLatch subscribed = new CountDownLatch(1);
		ClientHttpConnector client = connector.create();
		try (Scene scene = Scene.of((method, uri, request) -> client.connect(method, uri, request)
			.doOnNext((response) -> call.get().dispose()), (exchange) -> {
				subscribed.await();
				exchange.head(200, "application/json", -1);
				while (true) {
					exchange.drip(" ", 1);
				}
			}, CancellationTests::halfOpen)) {
			open(scene);
			call.set(scene.call("DescribeInstances").subscribe());
			subscribed.countDown();
			await().atMost(LIMIT).until(() -> scene.filter.calls("ClientError.Cancelled", "CANCELLED") == 1);
			await().atMost(LIMIT).until(() -> scene.server.open() == 0);
			assertPermits(scene);
		}
	}

	@Test
	void inTheMiddleOfTheBody() throws Exception {
		try (Scene scene = scene(Connector.REACTOR, (exchange) -> {
			exchange.head(200, "application/json", 100);
			exchange.write("{\"Response\":");
			exchange.fallSilent();
		})) {
			CountDownLatch come = new CountDownLatch(1);
			ExchangeFilterFunction inner = (request, next) -> next.exchange(request)
				.map((response) -> response.mutate()
					.body((body) -> body.doOnNext((buffer) -> come.countDown()))
					.build());
			Disposable call = scene.client.mutate()
				.filter(inner)
				.build()
				.post()
				.header("X-TC-Action", "DescribeInstances")
				.bodyValue("{}")
				.retrieve()
				.bodyToMono(String.class)
				.subscribe();
			assertThat(come.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			call.dispose();
			await().atMost(LIMIT).until(() -> scene.server.open() == 0);
			assertThat(scene.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
			assertPermits(scene);
		}
	}

	@Test
	void waitingForTheNextAttempt() throws Exception {
		try (DroppedErrors dropped = new DroppedErrors();
				Scene scene = Scene.of(Connector.REACTOR, (exchange) -> exchange.json(error("RequestLimitExceeded")),
						(builder) -> halfOpen(builder).delays(new PolicySettings(null, null, Duration.ofSeconds(5),
								null, Duration.ZERO, null, null, null, null)))) {
			open(scene);
			Disposable call = scene.call("DescribeInstances").subscribe();
			await().atMost(LIMIT).until(() -> scene.filter.attempts("RequestLimitExceeded") == 1);
			call.dispose();
			assertThat(scene.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
			assertThat(scene.requests()).isOne();
			assertThat(dropped.errors()).isEmpty();
			// Half-open the answer counted as a success, so it took its permit for good.
			assertThat(permits(scene)).isEqualTo(PERMITS - 1);
		}
	}

	@Test
	void betweenThePermitAndTheAttempt() throws Exception {
		AtomicReference<Scene> scenes = new AtomicReference<>();
		AtomicReference<Disposable> call = new AtomicReference<>();
		CountDownLatch subscribed = new CountDownLatch(1);
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			subscribed.await();
			breaker(scenes.get()).transitionToOpenState();
			exchange.json(error("RequestLimitExceeded"));
		}, (builder) -> builder.breaker((breaker) -> breaker.waitDurationInOpenState(Duration.ofMillis(1))
			.permittedNumberOfCallsInHalfOpenState(PERMITS)))) {
			scenes.set(scene);
			// Told of by Resilience4j while the second attempt asks for its permit.
			breaker(scene).getEventPublisher()
				.onStateTransition((event) -> Optional.ofNullable(call.get())
					.filter((it) -> event.getStateTransition().getToState() == CircuitBreaker.State.HALF_OPEN)
					.ifPresent(Disposable::dispose));
			call.set(scene.call("DescribeInstances").subscribe());
			subscribed.countDown();
			await().atMost(LIMIT).until(() -> breaker(scene).getState() == CircuitBreaker.State.HALF_OPEN);
			await().atMost(LIMIT).untilAsserted(() -> assertPermits(scene));
			assertThat(scene.requests()).isOne();
		}
	}

	@Test
	void responseThatIsNeverRead() throws Exception {
		try (Scene scene = scene(Connector.REACTOR, (exchange) -> exchange.json(OK))) {
			Disposable call = scene.post("DescribeInstances")
				.bodyValue("{}")
				.exchangeToMono((response) -> Mono.never())
				.subscribe();
			await().atMost(LIMIT).until(() -> scene.filter.calls("OK", "SUCCESS") == 1);
			call.dispose();
			assertThat(permits(scene)).isEqualTo(PERMITS - 1);
		}
	}

	@Test
	void halfOpenSurvivesAThousandCancellationsAtAnyMoment() throws Exception {
		AtomicInteger kinds = new AtomicInteger();
		try (Scene scene = scene(Connector.REACTOR, (exchange) -> {
			switch (kinds.getAndIncrement() % 4) {
				case 0 -> exchange.json(error("RequestLimitExceeded"));
				case 1 -> exchange.send(503, "text/html", "x".repeat(1000));
				case 2 -> {
					exchange.head(200, "application/json", 100);
					exchange.write("{\"Response\":");
					Thread.sleep(2);
					exchange.close();
				}
				default -> {
					exchange.head(200, "text/event-stream", -1);
					exchange.write("data: x\n\n");
					Thread.sleep(2);
					exchange.close();
				}
			}
		})) {
			CircuitBreaker breaker = breaker(scene);
			for (int i = 0; i < 1000; i++) {
				if (breaker.getState() != CircuitBreaker.State.HALF_OPEN || i % 50 == 0) {
					halfOpen(breaker);
				}
				Disposable call = scene.call("DescribeInstances").subscribe((body) -> {
				}, (ex) -> {
				});
				int moment = ThreadLocalRandom.current().nextInt(6);
				if (moment > 0) {
					Thread.sleep(0, ThreadLocalRandom.current().nextInt(999_999));
					Thread.sleep(moment - 1);
				}
				call.dispose();
			}
			halfOpen(breaker);
			assertPermits(scene);
		}
	}

	private static Scene scene(Connector connector, RawServer.Script script) {
		Scene scene = Scene.of(connector, script, CancellationTests::halfOpen);
		open(scene);
		return scene;
	}

	private static TestFilter.Builder halfOpen(TestFilter.Builder builder) {
		return builder.breaker((breaker) -> breaker.slidingWindowType(SlidingWindowType.COUNT_BASED)
			.slidingWindowSize(1000)
			.minimumNumberOfCalls(1000)
			.permittedNumberOfCallsInHalfOpenState(PERMITS));
	}

	private static void open(Scene scene) {
		halfOpen(breaker(scene));
	}

	private static void halfOpen(CircuitBreaker breaker) {
		while (true) {
			breaker.transitionToOpenState();
			try {
				breaker.transitionToHalfOpenState();
				return;
			}
			catch (IllegalStateTransitionException ex) {
				// the answer to a call of before has closed it in between
			}
		}
	}

	/** The breaker that the filter will use. */
	private static CircuitBreaker breaker(Scene scene) {
		return scene.filter.breaker("cvm");
	}

	private static void assertPermits(Scene scene) {
		assertThat(permits(scene)).isEqualTo(PERMITS);
	}

	/** How many calls half-open still lets through. */
	private static int permits(Scene scene) {
		CircuitBreaker breaker = breaker(scene);
		assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
		int permits = 0;
		while (permits <= PERMITS && breaker.tryAcquirePermission()) {
			permits++;
		}
		for (int i = 0; i < permits; i++) {
			breaker.releasePermission();
		}
		return permits;
	}

}
