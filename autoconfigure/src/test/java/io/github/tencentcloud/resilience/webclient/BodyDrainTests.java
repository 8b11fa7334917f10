package io.github.tencentcloud.resilience.webclient;

import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import io.github.tencentcloud.resilience.policy.PolicySettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of a response is drained while its call waits to be repeated.
 */
class BodyDrainTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final PolicySettings SOON = new PolicySettings(null, null, Duration.ofMillis(1), null, null,
			Duration.ofMillis(1), null, null, null);

	private final TestFilter filter = TestFilter.builder().delays(SOON).build();

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void endsWithTheWait() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		call((request) -> answer(body.flux()));
		body.assertWasRequested();
		body.assertCancelled();
	}

	@Test
	void errorOfItConcernsNobody() {
		call((request) -> answer(Flux.error(new IllegalStateException("broken"))));
		assertThat(this.attempts).hasValue(2);
	}

	/**
	 * On a busy machine a wait may be over before the thread that began it goes on. What
	 * that does then must not end the wait for a second time: Reactor interrupts the
	 * thread of a task that is disposed of, and that sends the next attempt.
	 */
	@Test
	void nextAttemptIsNotInterrupted() {
		CountDownLatch sent = new CountDownLatch(1);
		CountDownLatch waiting = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean();
		TestFilter slow = TestFilter.builder().delays(SOON).time(new ReactorTime() {
			@Override
			public Alarm alarm(long delayNanos, Runnable task) {
				Alarm alarm = super.alarm(delayNanos, task);
				if (delayNanos <= TimeUnit.MILLISECONDS.toNanos(1)) {
					await(sent, Duration.ofMillis(300));
				}
				return alarm;
			}
		}).build();
		slow.exchange("DescribeInstances", (request) -> {
			if (this.attempts.incrementAndGet() == 1) {
				return Mono.<ClientResponse>error(new ConnectException("refused")).doAfterTerminate(waiting::countDown);
			}
			sent.countDown();
			interrupted.compareAndSet(false, !await(waiting, LIMIT));
			return Mono.error(new ConnectException("refused"));
		}).onErrorComplete().block(LIMIT);
		assertThat(this.attempts).hasValueGreaterThan(1);
		assertThat(interrupted).isFalse();
	}

	private void call(ExchangeFunction server) {
		this.filter.exchange("DescribeInstances", server)
			.flatMap(ClientResponse::releaseBody)
			.onErrorComplete()
			.block(LIMIT);
	}

	/** A page of a gateway first, and then a good answer. */
	private Mono<ClientResponse> answer(Flux<DataBuffer> rest) {
		if (this.attempts.incrementAndGet() == 1) {
			return Mono.just(ClientResponse.create(HttpStatus.BAD_GATEWAY)
				.header("Content-Type", "text/html")
				.body(rest)
				.build());
		}
		return Mono.just(ClientResponse.create(HttpStatus.OK)
			.header("Content-Type", "application/json")
			.body("{\"Response\":{\"RequestId\":\"r-1\"}}")
			.build());
	}

	/** Whether it came in time, and nobody interrupted. */
	private static boolean await(CountDownLatch latch, Duration limit) {
		try {
			return latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

}
