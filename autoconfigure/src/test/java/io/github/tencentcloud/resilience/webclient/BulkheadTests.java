package io.github.tencentcloud.resilience.webclient;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.DroppedErrors;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.telemetry.CallMeters;

import static io.github.tencentcloud.resilience.webclient.InMemory.answer;
import static io.github.tencentcloud.resilience.webclient.InMemory.response;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Tests for a bulkhead around attempts.
 */
class BulkheadTests {

	private TestFilter filter;

	@Test
	void callBeyondThePlacesIsRefused() {
		filter(2, Duration.ZERO);
		Disposable first = call(Mono.never()).subscribe();
		Disposable second = call(Mono.never()).subscribe();
		assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(() -> call(answer(OK)).block(LIMIT))
			.satisfies((ex) -> {
				TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
				assertThat(failure.code()).isEqualTo("ClientError.Throttled.BulkheadFull");
				assertThat(failure.policy()).isEqualTo("throttled");
				assertThat(failure.product()).isEqualTo("cvm");
				assertThat(failure.attempts()).isZero();
			});
		assertThat(this.filter.calls("ClientError.Throttled.BulkheadFull", "REJECTED")).isOne();
		first.dispose();
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		second.dispose();
		assertThat(free()).isEqualTo(2);
	}

	@Test
	void listenerThatFailsTouchesNoCall() {
		this.filter = TestFilter.builder().bulkhead(1, Duration.ZERO).build();
		this.filter.bulkheads.getEventPublisher().onEntryAdded((added) -> {
			added.getAddedEntry().getEventPublisher().onCallFinished((event) -> {
				throw new IllegalStateException("listener of the bulkhead");
			});
		});
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		assertThat(free()).isOne();
	}

	@Test
	void listenerOfTheRegistryThatFailsTouchesNoCall() {
		this.filter = TestFilter.builder().bulkhead(1, Duration.ZERO).build();
		this.filter.bulkheads.getEventPublisher().onEntryAdded((added) -> {
			throw new IllegalStateException("listener of the registry");
		});
		Disposable first = call(Mono.never()).subscribe();
		assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(() -> call(answer(OK)).block(LIMIT));
		first.dispose();
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
	}

	@Test
	void placeIsLeftHoweverAnAttemptEnds() {
		filter(1, Duration.ZERO);
		List<Mono<ClientResponse>> ends = List.of(answer(OK), answer(error("AuthFailure")), answer("<html>"),
				answer(error("RequestLimitExceeded")), Mono.error(new IllegalStateException()), Mono.empty(),
				Mono.just(ClientResponse.create(HttpStatus.BAD_GATEWAY).build()));
		for (Mono<ClientResponse> end : ends) {
			call(end).onErrorComplete().block(LIMIT);
			assertThat(free()).isOne();
		}
	}

	@Test
	void placeIsLeftWhereTheBreakerRefuses() {
		this.filter = TestFilter.builder().bulkhead(1, Duration.ZERO).breaker((breaker) -> {
		}).build();
		onePlace().getEventPublisher()
			.onCallPermitted((event) -> this.filter.breaker("cvm").transitionToForcedOpenState());
		assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(() -> call(answer(OK)).block(LIMIT));
		assertThat(free()).isOne();
	}

	@Test
	void placeIsLeftWhenTheCallerGoesAtTheMomentWhenItIsTaken() {
		CompletableFuture<Void> turn = new CompletableFuture<>();
		this.filter = TestFilter.builder()
			.bulkhead(1, Duration.ZERO)
			.gate((call, attempt, now, deadline) -> turn)
			.build();
		Disposable call = call(answer(OK)).subscribe();
		onePlace().getEventPublisher().onCallPermitted((event) -> call.dispose());
		turn.complete(null);
		assertThat(free()).isOne();
	}

	@Test
	void placeAndPermitAreLeftAlthoughTheMetersThrow() {
		CallMeters broken = mock(CallMeters.class, (invocation) -> {
			throw new IllegalStateException("bug");
		});
		this.filter = TestFilter.builder()
			.bulkhead(1, Duration.ZERO)
			.breaker((breaker) -> breaker.permittedNumberOfCallsInHalfOpenState(2))
			.meters(broken)
			.build();
		this.filter.breaker("cvm").transitionToOpenState();
		this.filter.breaker("cvm").transitionToHalfOpenState();
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		assertThatExceptionOfType(TencentCloudApiException.class)
			.isThrownBy(() -> call(answer(error("AuthFailure"))).block(LIMIT));
		assertThat(free()).isOne();
		assertThat(this.filter.breaker("cvm").getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	@Test
	void placeIsKeptToTheEndOfAStream() throws IOException, InterruptedException {
		Semaphore go = new Semaphore(0);
		try (Scene scene = Scene.of(Connector.REACTOR, (exchange) -> {
			exchange.head(200, "text/event-stream", -1);
			exchange.write("data: {}\n\n");
			go.acquire();
			exchange.close();
		}, (builder) -> builder.bulkhead(1, Duration.ZERO))) {
			this.filter = scene.filter;
			CountDownLatch begun = new CountDownLatch(1);
			CountDownLatch ended = new CountDownLatch(1);
			scene.post("TextToSpeech")
				.retrieve()
				.bodyToFlux(String.class)
				.subscribe((event) -> begun.countDown(), (ex) -> ended.countDown(), ended::countDown);
			begun.await();
			assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(scene::read);
			go.release();
			ended.await();
			assertThat(free()).isOne();
			Flux<String> second = scene.post("TextToSpeech").retrieve().bodyToFlux(String.class);
			assertThat(second.blockFirst(LIMIT)).as("and cancelled").isEqualTo("{}");
			await().atMost(LIMIT).until(() -> free() == 1);
			go.release();
		}
	}

	@Test
	void nobodyKeepsAPlaceWhileWaitingForARetry() {
		filter(1, Duration.ZERO);
		AtomicInteger attempts = new AtomicInteger();
		StepVerifier.withVirtualTime(() -> call(Mono.defer(() -> {
			assertThat(free()).isZero();
			return answer((attempts.incrementAndGet() == 1) ? error("RequestLimitExceeded") : OK);
		}))).then(() -> assertThat(free()).isOne()).thenAwait(Duration.ofSeconds(1)).expectNext(OK).verifyComplete();
		assertThat(attempts).hasValue(2);
	}

	@Test
	void retryWithoutAPlaceEndsWithTheLastRealError() {
		filter(1, Duration.ZERO);
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		bulkhead().getEventPublisher().onCallFinished((event) -> bulkhead().tryAcquirePermission());
		Throwable error = catchThrowable(() -> call(answer(error("RequestLimitExceeded"))).block(LIMIT));
		assertThat(error).isInstanceOf(TencentCloudApiException.class);
		assertThat(error.getSuppressed()).hasAtLeastOneElementOfType(BulkheadFullException.class);
		assertThat(this.filter.retries("throttled")).isOne();
	}

	@Test
	void waitsInLine() {
		filter(1, Duration.ofSeconds(5));
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		try {
			List<String> order = new ArrayList<>();
			Sinks.One<ClientResponse> first = Sinks.one();
			Sinks.One<ClientResponse> second = Sinks.one();
			call(first.asMono()).subscribe();
			call(second.asMono().doOnSubscribe((s) -> order.add("second"))).subscribe();
			Disposable gone = call(answer(OK).doOnSubscribe((s) -> order.add("gone"))).subscribe();
			call(answer(OK).doOnSubscribe((s) -> order.add("last"))).subscribe();
			gone.dispose();
			assertThat(order).isEmpty();
			time.advanceTimeBy(Duration.ofSeconds(2));
			first.tryEmitValue(response(OK));
			time.advanceTimeBy(Duration.ZERO);
			assertThat(order).containsExactly("second");
			second.tryEmitValue(response(OK));
			time.advanceTimeBy(Duration.ZERO);
			assertThat(order).containsExactly("second", "last");
			assertThat(free()).isOne();
			assertThat(this.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
			assertThat(this.filter.meters.get("tencentcloud.client.pacing").timer().totalTime(TimeUnit.SECONDS))
				.isEqualTo(4);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	@Test
	void waitEnds() {
		filter(1, Duration.ofSeconds(5));
		StepVerifier.withVirtualTime(() -> {
			call(Mono.never()).subscribe();
			return call(answer(OK));
		})
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(4999))
			.thenAwait(Duration.ofMillis(1))
			.expectError(BulkheadFullException.class)
			.verify(LIMIT);
	}

	@Test
	void waitEndsWithTheDeadline() {
		this.filter = TestFilter.builder()
			.bulkhead(1, Duration.ofMinutes(5))
			.settings(Scene.timeouts(Duration.ofSeconds(60), Duration.ofSeconds(60)))
			.build();
		StepVerifier.withVirtualTime(() -> {
			call(Mono.never()).subscribe();
			return call(answer(OK)).contextWrite(TencentCloudContext.deadline(Duration.ofSeconds(3)));
		})
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(2999))
			.thenAwait(Duration.ofMillis(1))
			.expectError(BulkheadFullException.class)
			.verify(LIMIT);
	}

	@Test
	void waitOfResilience4jNeverHoldsAThread() {
		filter(1, Duration.ZERO);
		bulkhead()
			.changeConfig(BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(Duration.ofMinutes(5)).build());
		StepVerifier.withVirtualTime(() -> {
			call(Mono.never()).subscribe();
			return call(answer(OK)).contextWrite(TencentCloudContext.deadline(Duration.ofSeconds(1)));
		}).thenAwait(Duration.ofSeconds(1)).expectError(BulkheadFullException.class).verify(LIMIT);
		assertThat(bulkhead().getBulkheadConfig().getMaxWaitDuration()).isZero();
	}

	@Test
	void neverMoreAtOnce() {
		filter(7, Duration.ofSeconds(30));
		AtomicInteger now = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Mono<ClientResponse> slow = Mono.defer(() -> {
			most.accumulateAndGet(now.incrementAndGet(), Math::max);
			return Mono.delay(Duration.ofMillis(1)).then(answer(OK)).doOnNext((response) -> now.decrementAndGet());
		});
		assertThat(Flux.range(0, 2000).flatMap((i) -> call(slow), 500).count().block(Duration.ofSeconds(60)))
			.isEqualTo(2000);
		assertThat(most).hasValue(7);
		assertThat(free()).isEqualTo(7);
	}

	@Test
	void noPlaceIsLostWhenCallersGo() {
		filter(7, Duration.ofSeconds(30));
		Mono<ClientResponse> slow = Mono.delay(Duration.ofMillis(1)).then(answer(OK));
		try (DroppedErrors dropped = new DroppedErrors()) {
			Flux.range(0, 5000)
				.flatMap((i) -> call(slow).takeUntilOther(Mono.delay(Duration.ofNanos(i * 1000L))), 500)
				.then()
				.block(Duration.ofSeconds(60));
			assertThat(dropped.errors()).isEmpty();
		}
		await().atMost(LIMIT).until(() -> free() == 7);
		assertThat(call(slow).block(LIMIT)).isEqualTo(OK);
	}

	private void filter(int places, Duration wait) {
		this.filter = TestFilter.builder()
			.bulkhead(places, wait)
			.settings(Scene.timeouts(Duration.ofSeconds(60), Duration.ofSeconds(60)))
			.build();
	}

	/** The bulkhead of calls that are still to come. */
	private Bulkhead onePlace() {
		return this.filter.bulkheads.bulkhead("tencentcloud-cvm",
				BulkheadConfig.custom().maxConcurrentCalls(1).build());
	}

	private Bulkhead bulkhead() {
		return this.filter.bulkheads.bulkhead("tencentcloud-cvm");
	}

	private int free() {
		return bulkhead().getMetrics().getAvailableConcurrentCalls();
	}

	private Mono<String> call(Mono<ClientResponse> answer) {
		return this.filter.call("DescribeInstances", (attempt) -> answer);
	}

}
