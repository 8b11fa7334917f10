package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.github.tencentcloud.resilience.RetryResult;
import io.github.tencentcloud.resilience.TencentCloudApiException;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.admission.GateRefusal;
import io.github.tencentcloud.resilience.admission.RetryBudgetSettings;
import io.github.tencentcloud.resilience.policy.PolicySettings;

import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for calls whose retries are paid from a budget; there is no breaker to help.
 */
class RetryBudgetOfCallsTests {

	private final AtomicInteger attempts = new AtomicInteger();

	private final TestFilter.Builder builder = TestFilter.builder()
		.settings(Scene.settings(false))
		.budget(new RetryBudgetSettings(true, 20, 5, 0, 1));

	private TestFilter filter = this.builder.build();

	@Test
	void whenItIsEmptyCallsFailAtOnceWithTheirRealError() {
		for (int i = 0; i < 2; i++) {
			assertThat(fail("InternalError")).hasMessageNotContaining("budget");
		}
		assertThat(this.attempts).hasValue(6);
		Throwable error = fail("InternalError");
		assertThat(this.attempts).hasValue(7);
		assertThat(error).isInstanceOf(TencentCloudApiException.class)
			.hasMessageStartingWith("InternalError: m")
			.hasMessageContaining("not repeated, since the retry budget of cvm is empty");
		TencentCloudFailure failure = TencentCloudFailure.of(error).orElseThrow();
		assertThat(failure.code()).isEqualTo("InternalError");
		assertThat(failure.retryResult()).isEqualTo(RetryResult.BUDGET);
		assertThat(this.filter.retries("budget")).isOne();
		assertThat(level()).isZero();
	}

	@Test
	void duringAnOutageAttemptsAreCallsSoonerOrLater() {
		for (int i = 0; i < 1000; i++) {
			fail("InternalError");
		}
		assertThat(this.attempts).hasValue(1000 + 4);
	}

	@Test
	void retriesThatHealAreFree() {
		for (int i = 0; i < 50; i++) {
			call((n) -> (n % 2 == 1) ? error("InternalError") : OK).block(LIMIT);
		}
		assertThat(this.attempts).hasValue(100);
		assertThat(level()).isEqualTo(20);
	}

	@Test
	void answersOfAServiceThatIsWellFillIt() {
		fail("InternalError");
		fail("InternalError");
		assertThat(level()).isZero();
		call((n) -> OK).block(LIMIT);
		fail("InvalidParameter");
		assertThat(level()).isEqualTo(2);
		fail("ResourceInUse");
		fail("InternalError");
		assertThat(level()).isEqualTo(2);
	}

	@Test
	void retriesOfThrottledAttemptsHaveTheirOwnPrice() {
		for (int i = 0; i < 20; i++) {
			fail("RequestLimitExceeded");
		}
		assertThat(this.attempts).hasValue(80);
		assertThat(level()).isEqualTo(20);
	}

	@Test
	void retryThatTheGateOrTheBreakerRefusesIsFree() {
		this.filter = this.builder
			.gate((call, attempt, now, deadline) -> (attempt > 1)
					? CompletableFuture.failedFuture(new GateRefusal("no room")) : null)
			.build();
		fail("InternalError");
		assertThat(level()).isEqualTo(20);
		this.filter = this.builder.breaker((breaker) -> {
		}).build();
		assertThat(catchThrowable(() -> call((n) -> {
			this.filter.breaker("cvm").transitionToOpenState();
			return error("InternalError");
		}).block(LIMIT))).isInstanceOf(TencentCloudApiException.class);
		assertThat(level()).isEqualTo(20);
	}

	@Test
	void retryThatNobodyWaitsForIsFree() {
		this.filter = this.builder
			.delays(new PolicySettings(null, null, Duration.ofMinutes(1), null, Duration.ofMinutes(1),
					Duration.ofMinutes(1), null, null, null))
			.settings(Scene.timeouts(Duration.ofHours(1), Duration.ofHours(1)))
			.build();
		StepVerifier.withVirtualTime(() -> call((n) -> error("InternalError")))
			.thenAwait(Duration.ofMillis(1))
			.then(() -> assertThat(level()).isEqualTo(15))
			.thenCancel()
			.verify(LIMIT);
		assertThat(this.attempts).hasValue(1);
		assertThat(level()).isEqualTo(20);
	}

	private double level() {
		return this.filter.meters.get("tencentcloud.client.retry.budget").tag("product", "cvm").gauge().value();
	}

	private Throwable fail(String code) {
		return catchThrowable(() -> call((n) -> error(code)).block(LIMIT));
	}

	private Mono<String> call(IntFunction<String> script) {
		return this.filter.call("DescribeInstances",
				(attempt) -> Mono.fromSupplier(() -> InMemory.response(script.apply(this.attempts.incrementAndGet()))));
	}

}
