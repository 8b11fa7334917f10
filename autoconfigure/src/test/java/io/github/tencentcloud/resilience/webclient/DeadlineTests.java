package io.github.tencentcloud.resilience.webclient;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.AttemptSummary;
import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.Mode;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.engine.CallSettings;
import io.github.tencentcloud.resilience.policy.PolicySettings;

import static io.github.tencentcloud.resilience.webclient.InMemory.answer;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for waits and the call's deadline, in virtual time.
 */
class DeadlineTests {

	private static final PolicySettings BUILT_IN = new PolicySettings(null, null, null, null, Duration.ZERO, null, null,
			null, null);

	private final List<Long> times = new ArrayList<>();

	private TestFilter filter;

	@Test
	void waitsGrowByTheirPolicy() {
		verify("DescribeInstances", timeouts(10, 60),
				() -> answer(error((this.times.size() > 3) ? "AuthFailure" : "RequestLimitExceeded")))
			.thenAwait(Duration.ofSeconds(10))
			.expectError(TencentCloudApiException.class)
			.verify(Scene.LIMIT);
		assertThat(this.times).containsExactly(0L, 500L, 1500L, 3500L);
	}

	@Test
	void eachPolicyHasItsOwnRetriesAndWaits() {
		List<String> codes = List.of("RequestLimitExceeded", "ResourceInUse", "RequestLimitExceeded", "ResourceInUse",
				"InternalError", "AuthFailure");
		verify("DescribeInstances", timeouts(10, 60), () -> answer(error(codes.get(this.times.size() - 1))))
			.thenAwait(Duration.ofSeconds(20))
			.expectErrorSatisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().history())
				.extracting(AttemptSummary::code)
				.isEqualTo(codes))
			.verify(Scene.LIMIT);
		assertThat(this.times).containsExactly(0L, 500L, 1500L, 2500L, 4500L, 5000L);
	}

	@Test
	void waitThatWouldEndAfterTheDeadlineIsNotBegun() {
		verify("DescribeInstances", timeouts(10, 3), () -> answer(error("RequestLimitExceeded")))
			.thenAwait(Duration.ofMillis(1500))
			.expectErrorSatisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().attempts()).isEqualTo(3))
			.verify(Scene.LIMIT);
		assertThat(this.times).containsExactly(0L, 500L, 1500L);
		assertThat(this.filter.retries("deadline")).isEqualTo(3);
	}

	@Test
	void deadlineDuringAnAttemptEndsWithTheLastRealError() {
		verify("DescribeInstances", timeouts(10, 2),
				() -> (this.times.size() == 1) ? answer(error("RequestLimitExceeded")) : Mono.never())
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(1999))
			.thenAwait(Duration.ofMillis(1))
			.expectErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOf(TencentCloudApiException.class);
				assertThat(ex.getSuppressed()).hasAtLeastOneElementOfType(CallTimeoutException.class);
				assertThat(TencentCloudFailure.of(ex).orElseThrow().history()).extracting(AttemptSummary::code)
					.containsExactly("RequestLimitExceeded", "ClientError.CallTimeout");
			})
			.verify(Scene.LIMIT);
		assertThat(this.filter.calls("RequestLimitExceeded", "FAILURE")).isOne();
	}

	@Test
	void deadlineWithoutAnyAnswer() {
		verify("DescribeInstances", timeouts(10, 2), Mono::never).thenAwait(Duration.ofSeconds(2))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(CallTimeoutException.class)
				.hasMessageContaining("No answer within 2000 ms"))
			.verify(Scene.LIMIT);
		assertThat(this.times).containsExactly(0L);
	}

	@Test
	void attemptTimeoutCoversTheBody() {
		verify("RunInstances", timeouts(5, 30),
				() -> Mono.just(ClientResponse.create(HttpStatus.OK)
					.header("Content-Type", "application/json")
					.body(Flux.never())
					.build()))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(4999))
			.thenAwait(Duration.ofMillis(1))
			.expectErrorSatisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().code())
				.isEqualTo("ClientError.NetworkError.ReadTimeout"))
			.verify(Scene.LIMIT);
	}

	@Test
	void bodyAboveTheHoldBackIsBoundedByWhatIsLeftOfTheCall() {
		verifyDrained(
				() -> (this.times.size() == 1) ? answer(error("RequestLimitExceeded")) : dripping("application/json"))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(29_999))
			.thenAwait(Duration.ofSeconds(5))
			.expectErrorSatisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().code())
				.isEqualTo("ClientError.CallTimeout"))
			.verify(Scene.LIMIT);
		assertThat(this.times).containsExactly(0L, 500L);
		assertThat(this.filter.calls()).isOne();
	}

	@Test
	void streamOfEventsIsNotBoundedByTheCall() {
		verifyDrained(() -> dripping("text/event-stream")).expectSubscription()
			.expectNoEvent(Duration.ofMinutes(5))
			.thenCancel()
			.verify(Scene.LIMIT);
		assertThat(this.times).containsExactly(0L);
		assertThat(this.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
	}

	@Test
	void responseThatIsThrownAwayDoesNotOutliveTheWait() {
		verify("DescribeInstances", timeouts(10, 30),
				() -> (this.times.size() == 1)
						? Mono.just(ClientResponse.create(HttpStatus.BAD_GATEWAY).body(Flux.never()).build())
						: answer(Scene.OK))
			.thenAwait(Duration.ofMillis(500))
			.expectNext(Scene.OK)
			.expectComplete()
			.verify(Scene.LIMIT);
	}

	@Test
	void maxAttemptsBeatEverything() {
		CallSettings settings = Scene.settings(Mode.ENFORCE, false, Scene.LIMIT, Scene.LIMIT, 1);
		verify("DescribeInstances", settings, () -> answer(error("RequestLimitExceeded")))
			.expectError(TencentCloudApiException.class)
			.verify(Scene.LIMIT);
		assertThat(this.times).hasSize(1);
		assertThat(this.filter.retries("max_attempts")).isOne();
	}

	private StepVerifier.FirstStep<String> verify(String action, CallSettings settings,
			Supplier<Mono<ClientResponse>> exchange) {
		return verify(action, settings, exchange, (response) -> response.bodyToMono(String.class));
	}

	/** A call of ten seconds an attempt and thirty in all, whose body is thrown away. */
	private StepVerifier.FirstStep<Void> verifyDrained(Supplier<Mono<ClientResponse>> exchange) {
		return verify("DescribeInstances", timeouts(10, 30), exchange,
				(response) -> response.bodyToFlux(DataBuffer.class).doOnNext(DataBufferUtils::release).then());
	}

	private <T> StepVerifier.FirstStep<T> verify(String action, CallSettings settings,
			Supplier<Mono<ClientResponse>> exchange, Function<ClientResponse, Mono<T>> reader) {
		this.filter = TestFilter.builder().delays(BUILT_IN).settings(settings).build();
		return StepVerifier.withVirtualTime(() -> {
			long start = now();
			return this.filter.exchange(action, (attempt) -> {
				this.times.add(now() - start);
				return exchange.get();
			}).flatMap(reader);
		});
	}

	private static long now() {
		return Schedulers.parallel().now(TimeUnit.MILLISECONDS);
	}

	private static CallSettings timeouts(int attempt, int call) {
		return Scene.timeouts(Duration.ofSeconds(attempt), Duration.ofSeconds(call));
	}

	/** More than is held back, and then a byte each second for ever. */
	private static Mono<ClientResponse> dripping(String type) {
		Flux<DataBuffer> body = Flux
			.concat(Mono.just("{\"Response\":{\"Data\":\"" + "x".repeat(300_000)),
					Flux.interval(Duration.ofSeconds(1)).map((tick) -> "x"))
			.map((text) -> DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
		return Mono.just(ClientResponse.create(HttpStatus.OK).header("Content-Type", type).body(body).build());
	}

}
