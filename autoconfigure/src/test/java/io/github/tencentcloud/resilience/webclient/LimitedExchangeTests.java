package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import io.github.tencentcloud.resilience.DroppedErrors;
import io.github.tencentcloud.resilience.engine.CallSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LimitedExchange}: a server that answers at the wrong moment.
 */
class LimitedExchangeTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final TestFilter filter = TestFilter.builder().build();

	private final DeafServer server = new DeafServer();

	private final TestPublisher<DataBuffer> body = TestPublisher.create();

	@Test
	void answerThatComesTooLateIsLetGo() {
		StepVerifier.withVirtualTime(() -> this.filter.exchange("RunInstances", (request) -> this.server))
			.thenAwait(CallSettings.DEFAULTS.attemptTimeout())
			.expectError(WebClientRequestException.class)
			.verify(LIMIT);
		this.server.answer(response());
		this.body.assertCancelled();
		assertThat(this.filter.attempts("ClientError.NetworkError.ReadTimeout")).isOne();
		assertThat(this.filter.attempts()).isOne();
	}

	@Test
	void errorThatComesTooLateChangesNothing() {
		StepVerifier.withVirtualTime(() -> this.filter.exchange("RunInstances", (request) -> this.server))
			.thenAwait(CallSettings.DEFAULTS.attemptTimeout())
			.expectError(WebClientRequestException.class)
			.verifyThenAssertThat(LIMIT)
			.hasNotDroppedErrors();
		this.server.fail(new IllegalStateException("too late"));
		assertThat(this.filter.attempts()).isOne();
		assertThat(this.filter.calls()).isOne();
	}

	@Test
	void errorThatComesTooLateIsNoNews() {
		try (DroppedErrors dropped = new DroppedErrors()) {
			StepVerifier.withVirtualTime(() -> this.filter.exchange("RunInstances", (request) -> this.server))
				.thenAwait(CallSettings.DEFAULTS.attemptTimeout())
				.expectError(WebClientRequestException.class)
				.verify(LIMIT);
			this.server.fail(new IllegalStateException("too late"));
			StepVerifier.create(this.filter.exchange("RunInstances", (request) -> this.server))
				.thenCancel()
				.verify(LIMIT);
			this.server.fail(new IllegalStateException("nobody is there any more"));
			assertThat(dropped.errors()).isEmpty();
		}
	}

	@Test
	void answerAfterTheCallerHasGoneIsLetGo() {
		StepVerifier.create(this.filter.exchange("RunInstances", (request) -> this.server)).thenCancel().verify(LIMIT);
		this.server.answer(response());
		this.body.assertCancelled();
		assertThat(this.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
		assertThat(this.filter.attempts()).isOne();
	}

	@Test
	void timeOutComesInItsOwnContext() {
		ThreadLocal<String> traces = new ThreadLocal<>();
		Schedulers.onScheduleHook("traces", (task) -> {
			String trace = traces.get();
			return () -> {
				traces.set(trace);
				task.run();
			};
		});
		try {
			List<String> seen = new ArrayList<>();
			StepVerifier.withVirtualTime(() -> Flux.just("a", "b").flatMap((trace) -> {
				traces.set(trace);
				return this.filter
					.exchange("RunInstances",
							(request) -> Mono.<ClientResponse>never().doOnCancel(() -> seen.add(traces.get())))
					.onErrorComplete();
			})).thenAwait(CallSettings.DEFAULTS.attemptTimeout()).expectComplete().verify(LIMIT);
			assertThat(seen).containsExactlyInAnyOrder("a", "b");
		}
		finally {
			Schedulers.resetOnScheduleHook("traces");
		}
	}

	@Test
	void schedulerThatTakesNothingFailsTheCall() {
		Schedulers.onScheduleHook("refusing", (task) -> {
			if (task instanceof Subscription) {
				return task;
			}
			throw new RejectedExecutionException("the scheduler is closed");
		});
		try {
			StepVerifier.create(this.filter.exchange("RunInstances", (request) -> Mono.never()))
				.expectError()
				.verify(LIMIT);
		}
		finally {
			Schedulers.resetOnScheduleHook("refusing");
		}
		assertThat(this.filter.calls()).isOne();
	}

	@Test
	void serverThatSaysNothingAtAll() {
		StepVerifier.create(this.filter.exchange("RunInstances", (request) -> Mono.empty()))
			.expectComplete()
			.verify(LIMIT);
		assertThat(this.filter.calls("ClientError.Cancelled", "CANCELLED")).isOne();
	}

	private ClientResponse response() {
		return ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", "application/octet-stream")
			.body(this.body.flux())
			.build();
	}

	/** Does not hear that nobody waits any more. */
	private static final class DeafServer extends Mono<ClientResponse> {

		private final AtomicReference<CoreSubscriber<? super ClientResponse>> caller = new AtomicReference<>();

		@Override
		public void subscribe(CoreSubscriber<? super ClientResponse> caller) {
			this.caller.set(caller);
			caller.onSubscribe(Operators.emptySubscription());
		}

		void answer(ClientResponse response) {
			this.caller.get().onNext(response);
			this.caller.get().onComplete();
		}

		void fail(Throwable error) {
			this.caller.get().onError(error);
		}

	}

}
