package io.github.tencentcloud.resilience.webclient;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.admission.BreakerScope;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what opens and closes a breaker. The exchange is in memory.
 */
@Tag("integration")
class CircuitBreakerTests {

	private static final int PERMITS = 3;

	private final AtomicInteger attempts = new AtomicInteger();

	private final TestFilter filter = TestFilter.builder().settings(Scene.settings(false)).breaker(this::small).build();

	@Test
	void tenThousandSuccessesNeverOpenIt() {
		Flux.range(0, 10_000).flatMap((i) -> call("RunInstances", (n) -> OK)).blockLast(Duration.ofSeconds(30));
		assertThat(state()).isEqualTo(State.CLOSED);
		assertThat(this.filter.breaker("cvm").getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(20);
		assertThat(this.filter.calls("OK", "SUCCESS")).isEqualTo(10_000);
	}

	@Test
	void listenerOfTheRegistryThatFailsTouchesNoCall() {
		this.filter.breakers.getEventPublisher().onEntryAdded((added) -> {
			throw new IllegalStateException("such as meters");
		});
		assertThat(call("RunInstances", (n) -> OK).block(LIMIT)).isEqualTo(OK);
		assertThat(this.filter.breaker("cvm").getMetrics().getNumberOfSuccessfulCalls()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "AuthFailure.SignatureFailure", "InvalidParameter", "LimitExceeded", "NobodyKnowsThis",
			"RequestLimitExceeded" })
	void aThousandAnswersOfAHealthyServiceNeverOpenIt(String code) {
		Flux.range(0, 1000)
			.flatMap((i) -> call("RunInstances", (n) -> error(code)).onErrorResume(TencentCloudApiException.class,
					(ex) -> Mono.empty()))
			.blockLast(Duration.ofSeconds(30));
		assertThat(state()).isEqualTo(State.CLOSED);
		assertThat(this.filter.breaker("cvm").getMetrics().getNumberOfFailedCalls()).isZero();
	}

	@Test
	void outageOpensIt() {
		outage();
		assertThat(this.attempts).hasValue(20);
		assertThatExceptionOfType(CallNotPermittedException.class)
			.isThrownBy(() -> call("RunInstances", (n) -> OK).block(LIMIT))
			.satisfies((ex) -> {
				TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
				assertThat(failure.code()).isEqualTo("ClientError.CircuitBreakerOpen");
				assertThat(failure.attempts()).isZero();
			});
		assertThat(this.attempts).hasValue(20);
		assertThat(this.filter.calls("ClientError.CircuitBreakerOpen", "REJECTED")).isOne();
	}

	@Test
	void openingBetweenAttemptsEndsWithTheLastRealError() {
		Throwable error = catchThrowable(() -> call("DescribeInstances", (n) -> {
			this.filter.breaker("cvm").transitionToOpenState();
			return error("InternalError");
		}).block(LIMIT));
		assertThat(error).isInstanceOf(TencentCloudApiException.class).hasMessageStartingWith("InternalError: m");
		assertThat(error.getSuppressed()).hasAtLeastOneElementOfType(CallNotPermittedException.class);
		assertThat(this.attempts).hasValue(1);
		assertThat(this.filter.retries("breaker")).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "OK", "RequestLimitExceeded", "ResourceInUse", "AuthFailure", "InvalidParameter" })
	void halfOpenClosesWhateverAHealthyServiceAnswers(String code) {
		outage();
		this.filter.breaker("cvm").transitionToHalfOpenState();
		for (int i = 0; i < PERMITS; i++) {
			call("RunInstances", (n) -> code.equals("OK") ? OK : error(code)).onErrorComplete().block(LIMIT);
		}
		assertThat(state()).isEqualTo(State.CLOSED);
	}

	@Test
	void halfOpenOpensAgainDuringAnOutage() {
		outage();
		this.filter.breaker("cvm").transitionToHalfOpenState();
		for (int i = 0; i < PERMITS; i++) {
			call("RunInstances", (n) -> error("InternalError")).onErrorComplete().block(LIMIT);
		}
		assertThat(state()).isEqualTo(State.OPEN);
	}

	@Test
	void filterThatThrowsTakesNoPermit() {
		outage();
		this.filter.breaker("cvm").transitionToHalfOpenState();
		for (int i = 0; i < 100; i++) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> this.filter.exchange("RunInstances", (request) -> {
					throw new IllegalStateException("bug");
				}).block(LIMIT))
				.withMessage("bug");
			this.filter.exchange("RunInstances", (request) -> Mono.empty()).block(LIMIT);
			this.filter.exchange("RunInstances", (request) -> Mono.error(new IllegalArgumentException("bug")))
				.onErrorComplete()
				.block(LIMIT);
		}
		assertThat(state()).isEqualTo(State.HALF_OPEN);
		assertThat(this.filter.breaker("cvm").tryAcquirePermission()).isTrue();
	}

	@Test
	void responsesThatNobodyReadDoNotKeepItHalfOpen() {
		TestFilter filter = TestFilter.builder().settings(Scene.settings(false)).breaker((breaker) -> {
			small(breaker);
			breaker.maxWaitDurationInHalfOpenState(Duration.ofSeconds(3));
		}).build();
		CircuitBreaker breaker = filter.breaker("cvm");
		breaker.transitionToOpenState();
		breaker.transitionToHalfOpenState();
		for (int i = 0; i < PERMITS; i++) {
			// Not read and not cancelled: a fault of the application's.
			filter.exchange("RunInstances", (request) -> Mono.just(stream())).block(LIMIT);
		}
		assertThat(breaker.tryAcquirePermission()).isFalse();
		await().atMost(LIMIT).until(() -> breaker.getState() != State.HALF_OPEN);
	}

	@Test
	void breakerIsInTheRegistryUnderItsName() {
		call("RunInstances", (n) -> OK).block(LIMIT);
		assertThat(this.filter.breakers.find("tencentcloud-cvm")).containsSame(this.filter.breaker("cvm"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PRODUCT", "PRODUCT REGION", "PRODUCT ACTION REGION HOST", "REGION", "HOST", "ACTION" })
	void refusalTellsNothingWrongOfItsCall(String scope) {
		TestFilter filter = TestFilter.builder()
			.host("my-product", "my-product.example:8443")
			.breaker(this::small)
			.scope(Stream.of(scope.split(" ")).map(BreakerScope::valueOf).toArray(BreakerScope[]::new))
			.build();
		ClientRequest request = ClientRequest.create(HttpMethod.POST, URI.create("https://my-product.example:8443/"))
			.header("X-TC-Action", "RunInstances")
			.header("X-TC-Region", "ap-guangzhou")
			.build();
		Mono<ClientResponse> call = filter.filter.filter(request, (it) -> Mono.just(stream()));
		call.flatMap(ClientResponse::releaseBody).block(LIMIT);
		assertThat(filter.breakers.getAllCircuitBreakers()).singleElement()
			.satisfies(CircuitBreaker::transitionToOpenState);
		assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(() -> call.block(LIMIT))
			.satisfies((ex) -> {
				TencentCloudFailure failure = TencentCloudFailure.of(ex).orElseThrow();
				assertThat(failure.product()).isIn("my-product", "none");
				assertThat(failure.action()).isIn("RunInstances", "none");
				assertThat(failure.region()).isIn("ap-guangzhou", "none");
				assertThat(failure.message())
					.contains(filter.breakers.getAllCircuitBreakers().iterator().next().getName());
			});
	}

	private void small(CircuitBreakerConfig.Builder breaker) {
		breaker.slidingWindowType(SlidingWindowType.COUNT_BASED)
			.slidingWindowSize(20)
			.minimumNumberOfCalls(20)
			.permittedNumberOfCallsInHalfOpenState(PERMITS);
	}

	private void outage() {
		for (int i = 0; i < 20; i++) {
			call("RunInstances", (n) -> error("InternalError")).onErrorComplete().block(LIMIT);
		}
		assertThat(state()).isEqualTo(State.OPEN);
	}

	private State state() {
		return this.filter.breaker("cvm").getState();
	}

	private Mono<String> call(String action, IntFunction<String> answer) {
		return this.filter.call(action,
				(request) -> Mono.fromSupplier(() -> InMemory.response(answer.apply(this.attempts.incrementAndGet()))));
	}

	private static ClientResponse stream() {
		return ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", "text/event-stream")
			.body("data: x\n\n")
			.build();
	}

}
