package io.github.tencentcloud.resilience.webclient;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.reactive.function.client.ClientResponse;

import io.github.tencentcloud.resilience.TencentCloudApiException;

import static io.github.tencentcloud.resilience.webclient.InMemory.answer;
import static io.github.tencentcloud.resilience.webclient.Scene.LIMIT;
import static io.github.tencentcloud.resilience.webclient.Scene.OK;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for listeners and functions that others plug into Resilience4j, and that throw:
 * no call is touched, and neither a place nor a permission is lost.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerFaultTests {

	private TestFilter filter;

	@ParameterizedTest
	@EnumSource
	void bulkheadKeepsItsPlaces(Listener listener) {
		filter(1, Duration.ZERO, listener);
		for (int i = 0; i < 3; i++) {
			Disposable first = call(Mono.never()).subscribe();
			assertThat(free()).isZero();
			assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(() -> call(answer(OK)).block(LIMIT));
			assertThat(free()).isZero();
			first.dispose();
			assertThat(free()).isOne();
			assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
			assertThat(free()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource
	void thoseWhoWaitForAPlaceGetIt(Listener listener) {
		filter(3, Duration.ofSeconds(30), listener);
		AtomicInteger now = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Mono<ClientResponse> slow = Mono.defer(() -> {
			most.accumulateAndGet(now.incrementAndGet(), Math::max);
			return Mono.delay(Duration.ofMillis(1)).then(answer(OK)).doOnNext((response) -> now.decrementAndGet());
		});
		assertThat(Flux.range(0, 500).flatMap((i) -> call(slow), 100).count().block(Duration.ofSeconds(60)))
			.isEqualTo(500);
		assertThat(most).hasValue(3);
		assertThat(free()).isEqualTo(3);
	}

	@Test
	void listenerOfABulkheadIsReportedOnce(CapturedOutput log) {
		filter(1, Duration.ZERO, Listener.PERMITTED);
		call(answer(OK)).block(LIMIT);
		call(answer(OK)).block(LIMIT);
		assertThat(log.getAll().split("a listener of bulkhead 'tencentcloud-cvm' failed", -1)).hasSize(2);
		assertThat(log).contains("WARN", "listener PERMITTED");
	}

	@Test
	void listenerThatTakesPlacesItselfIsNotTakenForUs() {
		AtomicBoolean asked = new AtomicBoolean();
		filter(2, Duration.ZERO, (bulkhead) -> bulkhead.getEventPublisher().onCallPermitted((event) -> {
			if (asked.compareAndSet(false, true)) {
				bulkhead.tryAcquirePermission();
			}
			throw new IllegalStateException("listener");
		}));
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		assertThat(free()).as("the listener's own place is its own affair").isOne();
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		assertThat(free()).isOne();
	}

	@Test
	void registryWhoseListenerLacksAClassTouchesNoCall() {
		filter(1, Duration.ZERO, (bulkhead) -> {
			throw new NoClassDefFoundError("listener");
		});
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		Disposable first = call(Mono.never()).subscribe();
		assertThatExceptionOfType(BulkheadFullException.class).isThrownBy(() -> call(answer(OK)).block(LIMIT));
		first.dispose();
	}

	@Test
	void listenersOfABreakerTouchNoCall() {
		this.filter = TestFilter.builder().bulkhead(1, Duration.ZERO).breaker(ListenerFaultTests::small).build();
		this.filter.breakers.getEventPublisher()
			.onEntryAdded((added) -> added.getAddedEntry().getEventPublisher().onEvent((event) -> {
				throw new AssertionError("listener");
			}));
		halfOpen();
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		assertThatExceptionOfType(TencentCloudApiException.class)
			.isThrownBy(() -> call(answer(error("InternalError"))).block(LIMIT));
		assertThat(this.filter.breaker("cvm").getState()).isEqualTo(CircuitBreaker.State.OPEN);
		assertThat(free()).isOne();
	}

	@Test
	void predicateOfABreakerTouchesNoCall(CapturedOutput log) {
		this.filter = TestFilter.builder()
			.bulkhead(1, Duration.ZERO)
			.breaker((breaker) -> small(breaker).recordException((ex) -> {
				throw new IllegalStateException("predicate");
			}))
			.build();
		halfOpen();
		for (int i = 0; i < 10; i++) {
			assertThatExceptionOfType(TencentCloudApiException.class)
				.isThrownBy(() -> call(answer(error("InternalError"))).block(LIMIT))
				.withMessageStartingWith("InternalError");
			assertThat(free()).isOne();
		}
		assertThat(this.filter.breaker("cvm").getState()).as("it heard of none")
			.isEqualTo(CircuitBreaker.State.HALF_OPEN);
		assertThat(log.getAll().split("circuit breaker 'tencentcloud-cvm' is not told", -1)).hasSize(2);
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		assertThat(this.filter.breaker("cvm").getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	@Test
	void clockOfABreakerTouchesNoCall() {
		AtomicBoolean broken = new AtomicBoolean();
		this.filter = TestFilter.builder()
			.bulkhead(1, Duration.ZERO)
			.breaker((breaker) -> small(breaker).clock(new FixedClock(broken)))
			.build();
		this.filter.breaker("cvm").transitionToOpenState();
		broken.set(true);
		assertThat(call(answer(OK)).block(LIMIT)).isEqualTo(OK);
		assertThat(free()).isOne();
	}

	private static CircuitBreakerConfig.Builder small(CircuitBreakerConfig.Builder breaker) {
		return breaker.permittedNumberOfCallsInHalfOpenState(2).slidingWindowSize(2).minimumNumberOfCalls(2);
	}

	private void halfOpen() {
		this.filter.breaker("cvm").transitionToOpenState();
		this.filter.breaker("cvm").transitionToHalfOpenState();
	}

	private void filter(int places, Duration wait, Consumer<Bulkhead> listener) {
		this.filter = TestFilter.builder()
			.bulkhead(places, wait)
			.settings(Scene.timeouts(Duration.ofSeconds(60), Duration.ofSeconds(60)))
			.build();
		this.filter.bulkheads.getEventPublisher().onEntryAdded((added) -> listener.accept(added.getAddedEntry()));
	}

	private int free() {
		return this.filter.bulkheads.bulkhead("tencentcloud-cvm").getMetrics().getAvailableConcurrentCalls();
	}

	private Mono<String> call(Mono<ClientResponse> answer) {
		return this.filter.call("RunInstances", (attempt) -> answer);
	}

	/** What is listened to. */
	enum Listener implements Consumer<Bulkhead> {

		PERMITTED {
			@Override
			public void accept(Bulkhead bulkhead) {
				bulkhead.getEventPublisher().onCallPermitted((event) -> fail());
			}
		},

		REJECTED {
			@Override
			public void accept(Bulkhead bulkhead) {
				bulkhead.getEventPublisher().onCallRejected((event) -> fail());
			}
		},

		FINISHED {
			@Override
			public void accept(Bulkhead bulkhead) {
				bulkhead.getEventPublisher().onCallFinished((event) -> fail());
			}
		},

		EACH_OF_THEM {
			@Override
			public void accept(Bulkhead bulkhead) {
				PERMITTED.accept(bulkhead);
				REJECTED.accept(bulkhead);
				FINISHED.accept(bulkhead);
			}
		},

		ERROR {
			@Override
			public void accept(Bulkhead bulkhead) {
				bulkhead.getEventPublisher().onCallPermitted((event) -> {
					throw new AssertionError("listener");
				});
			}
		},

		MISSING_CLASS {
			@Override
			public void accept(Bulkhead bulkhead) {
				bulkhead.getEventPublisher().onEvent((event) -> {
					throw new NoClassDefFoundError("listener");
				});
			}
		};

		void fail() {
			throw new IllegalStateException("listener " + this);
		}

	}

	/** Stands still until it breaks. */
	private static final class FixedClock extends Clock {

		private final AtomicBoolean broken;

		FixedClock(AtomicBoolean broken) {
			this.broken = broken;
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			if (this.broken.get()) {
				throw new IllegalStateException("clock");
			}
			return Instant.EPOCH;
		}

	}

}
