package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.policy.PolicySettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link io.github.tencentcloud.resilience.Time} of the application's own is what calls
 * over {@code WebClient} run by: they end when it says so, and Reactor's timers are not
 * asked. What has to happen within seconds would take longer by those.
 */
class OwnTimeTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final String OK = "{\"Response\":{\"RequestId\":\"r\"}}";

	private static final String BUSY = "{\"Response\":{\"Error\":{\"Code\":\"InternalError\",\"Message\":\"m\"},"
			+ "\"RequestId\":\"r\"}}";

	private final VirtualTime time = new VirtualTime();

	@Test
	void attemptTakesAsLongAsItSays() {
		TestFilter filter = TestFilter.builder().time(this.time).build();
		CompletableFuture<String> call = filter.call("RunInstances", (request) -> Mono.never()).toFuture();
		this.time.advance(Duration.ofMillis(9_999));
		assertThat(call).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		assertThat(call).failsWithin(SOON)
			.withThrowableThat()
			.withRootCauseInstanceOf(TimeoutException.class)
			.withMessageContaining("No complete answer within 10000 ms");
	}

	@Test
	void waitForTheNextAttemptToo() {
		Duration delay = Duration.ofSeconds(12);
		TestFilter filter = TestFilter.builder()
			.time(this.time)
			.delays(new PolicySettings(null, null, delay, null, Duration.ZERO, delay, null, null, null))
			.build();
		AtomicInteger attempts = new AtomicInteger();
		ExchangeFunction server = (request) -> InMemory.answer((attempts.incrementAndGet() == 1) ? BUSY : OK);
		CompletableFuture<String> call = filter.call("DescribeInstances", server).toFuture();
		assertThat(attempts).hasValue(1);
		this.time.advance(delay.minusMillis(1));
		assertThat(call).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		assertThat(call).succeedsWithin(SOON).isEqualTo(OK);
		assertThat(attempts).hasValue(2);
	}

	@Test
	void silenceOfABodyToo() {
		TestFilter filter = TestFilter.builder().time(this.time).build();
		Flux<DataBuffer> body = Flux.just(InMemory.buffer("data: {\"Choices\":[{\"Delta\":{}}]}\n\n"))
			.concatWith(Mono.never());
		ExchangeFunction server = (request) -> Mono
			.just(ClientResponse.create(HttpStatus.OK).header("Content-Type", "text/event-stream").body(body).build());
		AtomicInteger received = new AtomicInteger();
		CompletableFuture<Void> read = filter.exchange("ChatCompletions", server)
			.flatMapMany((response) -> response.bodyToFlux(DataBuffer.class))
			.doOnNext((buffer) -> {
				DataBufferUtils.release(buffer);
				received.incrementAndGet();
			})
			.then()
			.toFuture();
		assertThat(received).hasValue(1);
		this.time.advance(Duration.ofSeconds(9));
		assertThat(read).isNotDone();
		this.time.advance(Duration.ofSeconds(3));
		assertThat(read).failsWithin(SOON)
			.withThrowableThat()
			.withRootCauseInstanceOf(TimeoutException.class)
			.withMessageContaining("No complete answer within 10000 ms");
		assertThat(this.time.alarms()).as("alarms that are left").isLessThanOrEqualTo(1);
	}

	@Test
	void callerWhoGoesLeavesNoAlarmOfHisWait() {
		Duration delay = Duration.ofSeconds(12);
		TestFilter filter = TestFilter.builder()
			.time(this.time)
			.delays(new PolicySettings(null, null, delay, null, Duration.ZERO, delay, null, null, null))
			.build();
		int before = this.time.alarms();
		Disposable call = filter.call("DescribeInstances", (request) -> InMemory.answer(BUSY)).subscribe();
		int waiting = this.time.alarms();
		call.dispose();
		assertThat(waiting).isGreaterThan(before);
		assertThat(this.time.alarms()).isLessThan(waiting);
	}

}
