package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.ThrottledException;
import io.github.tencentcloud.resilience.admission.Gate;
import io.github.tencentcloud.resilience.admission.GateRefusal;
import io.github.tencentcloud.resilience.policy.PolicySettings;

import static io.github.tencentcloud.resilience.webclient.InMemory.answer;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an attempt passes before it is sent, in virtual time.
 */
class GateTests {

	private static final PolicySettings BUILT_IN = new PolicySettings(null, null, null, null, Duration.ZERO, null, null,
			null, null);

	private static final GateRefusal REFUSAL = new GateRefusal("no room");

	private final List<Long> times = new ArrayList<>();

	private final TestFilter.Builder builder = TestFilter.builder()
		.delays(BUILT_IN)
		.settings(Scene.timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30)));

	private TestFilter filter;

	@Test
	void firstAttemptWaitsForItsTurn() {
		this.builder.gate((call, attempt, now, deadline) -> Mono.delay(Duration.ofSeconds(3)).toFuture());
		verify(() -> answer(Scene.OK)).thenAwait(Duration.ofSeconds(3))
			.expectNext(Scene.OK)
			.expectComplete()
			.verify(Scene.LIMIT);
		assertThat(this.times).containsExactly(3000L);
		assertThat(this.filter.meters.get("tencentcloud.client.pacing").timer().totalTime(TimeUnit.SECONDS))
			.isEqualTo(3);
	}

	@Test
	void gatesAreAskedOneAfterAnotherAndForEachAttempt() {
		List<String> asked = new ArrayList<>();
		for (String name : List.of("a", "b")) {
			this.builder.gate((call, attempt, now, deadline) -> {
				asked.add(name + attempt + "@" + (deadline - now) / 1_000_000);
				return (attempt == 1) ? Mono.delay(Duration.ofSeconds(1)).toFuture() : null;
			});
		}
		verify(() -> answer((this.times.size() == 1) ? error("RequestLimitExceeded") : Scene.OK))
			.thenAwait(Duration.ofSeconds(3))
			.expectNext(Scene.OK)
			.expectComplete()
			.verify(Scene.LIMIT);
		assertThat(asked).containsExactly("a1@30000", "b1@29000", "a2@27500", "b2@27500");
		assertThat(this.times).containsExactly(2000L, 2500L);
	}

	@Test
	void waitOfARetryCountsAsItsDelay() {
		this.builder.gate(
				(call, attempt, now, deadline) -> (attempt == 2) ? Mono.delay(Duration.ofSeconds(1)).toFuture() : null);
		verify(() -> answer((this.times.size() == 1) ? error("RequestLimitExceeded") : Scene.OK))
			.thenAwait(Duration.ofSeconds(2))
			.expectNext(Scene.OK)
			.expectComplete()
			.verify(Scene.LIMIT);
		assertThat(this.times).containsExactly(0L, 1500L);
		assertThat(this.filter.meters.find("tencentcloud.client.pacing").timer()).isNull();
		assertThat(this.filter.meters.get("tencentcloud.client.retry.delay").timer().totalTime(TimeUnit.SECONDS))
			.isEqualTo(1.5);
	}

	@Test
	void refusalRejectsTheCallAtOnce() {
		this.builder.gate((call, attempt, now, deadline) -> CompletableFuture.failedFuture(REFUSAL));
		verify(() -> answer(Scene.OK)).expectErrorSatisfies((ex) -> {
			assertThat(ex).isInstanceOf(ThrottledException.class)
				.hasMessageStartingWith("ClientError.Throttled: no room");
			TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
			assertThat(failure.code()).isEqualTo("ClientError.Throttled");
			assertThat(failure.policy()).isEqualTo("throttled");
			assertThat(failure.attempts()).isZero();
		}).verify(Scene.LIMIT);
		assertThat(this.times).isEmpty();
		assertThat(this.filter.calls("ClientError.Throttled", "REJECTED")).isOne();
		assertThat(this.filter.calls()).isOne();
	}

	@Test
	void refusalOfARetryEndsWithTheLastRealError() {
		this.builder
			.gate((call, attempt, now, deadline) -> (attempt == 2) ? CompletableFuture.failedFuture(REFUSAL) : null);
		verify(() -> answer(error("RequestLimitExceeded"))).thenAwait(Duration.ofSeconds(1))
			.expectErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOf(TencentCloudApiException.class)
					.hasMessageStartingWith("RequestLimitExceeded: m");
				assertThat(ex.getSuppressed()).hasAtLeastOneElementOfType(ThrottledException.class);
			})
			.verify(Scene.LIMIT);
		assertThat(this.times).containsExactly(0L);
		assertThat(this.filter.retries("throttled")).isOne();
		assertThat(this.filter.calls("RequestLimitExceeded", "FAILURE")).isOne();
	}

	@Test
	void waitEndsAtTheDeadline() {
		this.builder.gate((call, attempt, now, deadline) -> new CompletableFuture<>());
		verify(() -> answer(Scene.OK)).expectSubscription()
			.expectNoEvent(Duration.ofMillis(29_999))
			.thenAwait(Duration.ofMillis(1))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(ThrottledException.class)
				.hasMessageContaining("tencentcloud.resilience.timeout.call"))
			.verify(Scene.LIMIT);
		assertThat(this.times).isEmpty();
		assertThat(this.filter.calls("ClientError.Throttled", "REJECTED")).isOne();
		assertThat(this.filter.meters.get("tencentcloud.client.pacing").timer().totalTime(TimeUnit.SECONDS))
			.isEqualTo(30);
	}

	@Test
	void brokenGateLetsPass() {
		this.builder.gate((call, attempt, now, deadline) -> {
			throw new IllegalStateException("bug");
		}).gate((call, attempt, now, deadline) -> CompletableFuture.failedFuture(new IllegalStateException("bug")));
		verify(() -> answer(Scene.OK)).expectNext(Scene.OK).expectComplete().verify(Scene.LIMIT);
		assertThat(this.times).containsExactly(0L);
	}

	@Test
	void callerWhoGoesWhileWaitingIsCounted() {
		this.builder.gate((call, attempt, now, deadline) -> new CompletableFuture<>());
		verify(() -> answer(Scene.OK)).expectSubscription()
			.expectNoEvent(Duration.ofSeconds(2))
			.thenCancel()
			.verify(Scene.LIMIT);
		assertThat(this.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
		assertThat(this.filter.meters.get("tencentcloud.client.pacing").timer().totalTime(TimeUnit.SECONDS))
			.isEqualTo(2);
	}

	@Test
	void waitHoldsNoPermitOfTheBreaker() {
		this.builder.breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(1))
			.gate((call, attempt, now, deadline) -> new CompletableFuture<>());
		verify(() -> answer(Scene.OK), () -> {
			this.filter.breaker("cvm").transitionToOpenState();
			this.filter.breaker("cvm").transitionToHalfOpenState();
		}).thenAwait()
			.then(() -> assertThat(this.filter.breaker("cvm").tryAcquirePermission()).isTrue())
			.thenCancel()
			.verify(Scene.LIMIT);
		assertThat(this.filter.breaker("cvm").getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
	}

	@Test
	void nobodyTakesATurnWhileTheBreakerIsOpen() {
		List<Integer> asked = new ArrayList<>();
		this.builder.breaker((config) -> {
		}).gate((call, attempt, now, deadline) -> {
			asked.add(attempt);
			return new CompletableFuture<>();
		});
		verify(() -> answer(Scene.OK), () -> this.filter.breaker("cvm").transitionToOpenState())
			.expectError(CallNotPermittedException.class)
			.verify(Scene.LIMIT);
		assertThat(asked).isEmpty();
		assertThat(this.filter.breaker("cvm").getMetrics().getNumberOfNotPermittedCalls()).isOne();
		assertThat(this.filter.calls("ClientError.CircuitBreakerOpen", "REJECTED")).isOne();
	}

	@Test
	void breakerWhoseTimeHasComeProbesAfterTheWait() {
		this.builder
			.breaker((config) -> config.permittedNumberOfCallsInHalfOpenState(1)
				.waitDurationInOpenState(Duration.ofMillis(1)))
			.gate((call, attempt, now, deadline) -> Mono.delay(Duration.ofSeconds(3)).toFuture());
		verify(() -> answer(Scene.OK), () -> {
			this.filter.breaker("cvm").transitionToOpenState();
			pause();
		}).thenAwait(Duration.ofSeconds(2))
			.then(() -> assertThat(this.filter.breaker("cvm").tryAcquirePermission()).isTrue())
			.then(() -> this.filter.breaker("cvm").releasePermission())
			.thenAwait(Duration.ofSeconds(1))
			.expectNext(Scene.OK)
			.expectComplete()
			.verify(Scene.LIMIT);
		assertThat(this.filter.breaker("cvm").getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	/** The breaker goes by the real time. */
	private static void pause() {
		try {
			Thread.sleep(20);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void gateIsToldOfALongBodyWhenItBegins() {
		List<String> told = new ArrayList<>();
		longBody(told, "\"RequestId\":\"r-1\"}}").expectNextCount(1).expectComplete().verify(Scene.LIMIT);
		assertThat(told).containsExactly("DescribeInstances false 70");
	}

	@Test
	void gateIsToldOfALongBodyOnceMoreWhereItEndsThrottled() {
		List<String> told = new ArrayList<>();
		longBody(told, "\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"m\"},\"RequestId\":\"r-1\"}}")
			.expectError(TencentCloudApiException.class)
			.verify(Scene.LIMIT);
		assertThat(told).containsExactly("DescribeInstances false 70", "DescribeInstances true 5070");
	}

	/** It begins after 70 milliseconds and ends five seconds later. */
	private StepVerifier.Step<String> longBody(List<String> told, String end) {
		this.builder.holdBack(10).gate(listening(told));
		String begin = "{\"Response\":{\"Value\":\"" + "x".repeat(100) + "\",";
		Flux<String> body = Flux.just(begin)
			.concatWith(Mono.defer(() -> Mono.delay(Duration.ofSeconds(5)).thenReturn(end)));
		return verify(() -> Mono.delay(Duration.ofMillis(70))
			.thenReturn(ClientResponse.create(HttpStatus.OK)
				.header("Content-Type", "application/json")
				.body(body.map((text) -> DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes())))
				.build()))
			.thenAwait(Duration.ofSeconds(10));
	}

	@Test
	void gateIsToldWhatTheServerSaysOfItsLimits() {
		List<String> told = new ArrayList<>();
		this.builder.gate(listening(told));
		List<String> codes = List.of("RequestLimitExceeded", "InternalError", "ResourceInUse", "InvalidParameter");
		verify(() -> Mono.delay(Duration.ofMillis(70)).then(answer(error(codes.get(this.times.size() - 1)))))
			.thenAwait(Duration.ofSeconds(10))
			.expectError(TencentCloudApiException.class)
			.verify(Scene.LIMIT);
		assertThat(told).containsExactly("DescribeInstances true 70", "DescribeInstances false 70",
				"DescribeInstances false 70");
	}

	private static Gate listening(List<String> told) {
		return new Gate() {

			@Override
			public @Nullable CompletionStage<?> pass(TencentCloudCall call, int attempt, long now, long deadline) {
				return null;
			}

			@Override
			public void answered(TencentCloudCall call, boolean throttled, long sent, long now) {
				told.add(call.action() + " " + throttled + " " + (now - sent) / 1_000_000);
			}

		};
	}

	private StepVerifier.FirstStep<String> verify(Supplier<Mono<ClientResponse>> exchange) {
		return verify(exchange, () -> {
		});
	}

	private StepVerifier.FirstStep<String> verify(Supplier<Mono<ClientResponse>> exchange, Runnable preparation) {
		this.filter = this.builder.build();
		return StepVerifier.withVirtualTime(() -> {
			preparation.run();
			long start = now();
			return this.filter.call("DescribeInstances", (attempt) -> {
				this.times.add(now() - start);
				return exchange.get();
			});
		});
	}

	private static long now() {
		return Schedulers.parallel().now(TimeUnit.MILLISECONDS);
	}

}
