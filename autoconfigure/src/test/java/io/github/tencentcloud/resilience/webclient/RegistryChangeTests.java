package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.admission.BreakerScope;
import io.github.tencentcloud.resilience.admission.BreakerSettings;
import io.github.tencentcloud.resilience.admission.CircuitBreakers;

import static io.github.tencentcloud.resilience.webclient.InMemory.answer;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for registries of Resilience4j's whose entries are replaced and removed while
 * calls go on: what the registry has counts.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistryChangeTests {

	private static final String NAME = "tencentcloud-cvm";

	private final TestFilter filter = TestFilter.builder().bulkhead(1, Duration.ZERO).breaker((breaker) -> {
	}).build();

	@Test
	void breakerThatReplacesAnotherCounts() {
		call(answer(OK)).block(LIMIT);
		CircuitBreaker before = this.filter.breakers.circuitBreaker(NAME);
		CircuitBreaker other = CircuitBreaker.of(NAME, CircuitBreakerConfig.ofDefaults());
		this.filter.breakers.replace(NAME, other);
		call(answer(OK)).block(LIMIT);
		assertThat(other.getMetrics().getNumberOfSuccessfulCalls()).isOne();
		assertThat(before.getMetrics().getNumberOfSuccessfulCalls()).isOne();
		other.transitionToForcedOpenState();
		assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(() -> call(answer(OK)).block(LIMIT));
	}

	@Test
	void breakerThatReplacesAnotherCountsForTheNextAttemptToo() {
		CircuitBreaker other = CircuitBreaker.of(NAME, CircuitBreakerConfig.ofDefaults());
		AtomicInteger attempts = new AtomicInteger();
		assertThat(this.filter.call("DescribeInstances", (request) -> {
			if (attempts.incrementAndGet() == 1) {
				this.filter.breakers.replace(NAME, other);
				return answer(error("InternalError"));
			}
			return answer(OK);
		}).block(LIMIT)).isEqualTo(OK);
		assertThat(attempts).hasValue(2);
		assertThat(other.getMetrics().getNumberOfSuccessfulCalls()).isOne();
		assertThat(other.getMetrics().getNumberOfFailedCalls()).as("that is told to who permitted it").isZero();
	}

	@Test
	void breakerThatIsRemovedIsForgotten() {
		call(answer(OK)).block(LIMIT);
		CircuitBreaker before = this.filter.breakers.circuitBreaker(NAME);
		before.transitionToForcedOpenState();
		assertThatExceptionOfType(CallNotPermittedException.class).isThrownBy(() -> call(answer(OK)).block(LIMIT));
		this.filter.breakers.remove(NAME);
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		CircuitBreaker after = this.filter.breakers.find(NAME).orElseThrow();
		assertThat(after).isNotSameAs(before);
		assertThat(after.getMetrics().getNumberOfSuccessfulCalls()).isOne();
	}

	@Test
	void breakerThatComesBackIsLoggedOnce(CapturedOutput log) {
		call(answer(OK)).block(LIMIT);
		CircuitBreaker first = this.filter.breakers.circuitBreaker(NAME);
		CircuitBreaker second = CircuitBreaker.of(NAME, CircuitBreakerConfig.ofDefaults());
		this.filter.breakers.replace(NAME, second);
		call(answer(OK)).block(LIMIT);
		this.filter.breakers.replace(NAME, first);
		call(answer(OK)).block(LIMIT);
		first.transitionToOpenState();
		assertThat(log.getAll().split("has opened", -1)).hasSize(2);
	}

	@Test
	void lookingMakesNoBreaker() {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
		CircuitBreakers breakers = new CircuitBreakers(registry, (product) -> new BreakerSettings(true,
				Set.of(BreakerScope.PRODUCT), CircuitBreakerConfig.ofDefaults()));
		TencentCloudCall call = new TencentCloudCall("cvm", "none", null, "none", "none", "POST");
		CircuitBreaker first = Objects.requireNonNull(breakers.of(call)).breaker();
		assertThat(breakers.all()).containsExactly(Map.entry(NAME, first));
		registry.remove(NAME);
		assertThat(breakers.all()).isEmpty();
		assertThat(registry.getAllCircuitBreakers()).isEmpty();
		CircuitBreaker other = CircuitBreaker.of(NAME, CircuitBreakerConfig.ofDefaults());
		registry.circuitBreaker(NAME);
		registry.replace(NAME, other);
		assertThat(breakers.all()).containsExactly(Map.entry(NAME, other));
	}

	@Test
	void bulkheadThatReplacesAnotherCounts() {
		call(answer(OK)).block(LIMIT);
		Bulkhead before = this.filter.bulkheads.bulkhead(NAME);
		Disposable first = call(Mono.never()).subscribe();
		assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(() -> call(answer(OK)).block(LIMIT));
		Bulkhead two = Bulkhead.of(NAME, BulkheadConfig.custom().maxConcurrentCalls(2).build());
		this.filter.bulkheads.replace(NAME, two);
		Disposable second = call(Mono.never()).subscribe();
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		assertThat(two.getMetrics().getAvailableConcurrentCalls()).isOne();
		first.dispose();
		assertThat(before.getMetrics().getAvailableConcurrentCalls()).as("given back where it was taken").isOne();
		assertThat(two.getMetrics().getAvailableConcurrentCalls()).isOne();
		second.dispose();
		assertThat(two.getMetrics().getAvailableConcurrentCalls()).isEqualTo(2);
	}

	@Test
	void bulkheadThatIsRemovedIsForgotten() {
		Disposable first = call(Mono.never()).subscribe();
		this.filter.bulkheads.remove(NAME);
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		assertThat(this.filter.bulkheads.find(NAME)).isPresent();
		first.dispose();
		assertThat(this.filter.bulkheads.bulkhead(NAME).getMetrics().getAvailableConcurrentCalls()).isOne();
	}

	@Test
	void bulkheadOfAnotherCountsAsSoonAsItIsThereAndAsLong() {
		TestFilter without = TestFilter.builder().build();
		assertThat(call(without).block(LIMIT)).isEqualTo(OK);
		Bulkhead bulkhead = without.bulkheads.bulkhead(NAME, BulkheadConfig.custom().maxConcurrentCalls(1).build());
		bulkhead.tryAcquirePermission();
		assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(() -> call(without).block(LIMIT));
		without.bulkheads.remove(NAME);
		assertThat(call(without).block(LIMIT)).isEqualTo(OK);
		assertThat(without.bulkheads.getAllBulkheads()).isEmpty();
	}

	private static Mono<String> call(TestFilter filter) {
		return filter.call("RunInstances", (attempt) -> answer(OK));
	}

	private Mono<String> call(Mono<ClientResponse> answer) {
		return this.filter.call("RunInstances", (attempt) -> answer);
	}

}
