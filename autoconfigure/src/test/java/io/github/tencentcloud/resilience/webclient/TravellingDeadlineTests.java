package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.server.WebFilter;

import io.github.tencentcloud.resilience.CallTimeoutException;
import io.github.tencentcloud.resilience.LogLines;
import io.github.tencentcloud.resilience.TencentCloudAttributes;
import io.github.tencentcloud.resilience.TencentCloudFailure;
import io.github.tencentcloud.resilience.telemetry.FailureLog;

import static io.github.tencentcloud.resilience.webclient.InMemory.answer;
import static io.github.tencentcloud.resilience.webclient.Scene.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for deadlines that come from outside of the call, in virtual time. The call's own
 * is ten seconds, and no answer ever comes unless a test says so.
 */
class TravellingDeadlineTests {

	private static final Duration OWN = Duration.ofSeconds(10);

	private final TestFilter filter = TestFilter.builder().settings(Scene.timeouts(OWN.multipliedBy(2), OWN)).build();

	@RegisterExtension
	private final LogLines log = new LogLines(FailureLog.LOGGER);

	private final AtomicInteger attempts = new AtomicInteger();

	static Stream<Arguments> deadlines() {
		return Stream.of(Arguments.of("in the context", key((now) -> now.plusSeconds(3)), 3),
				Arguments.of("as a limit in the context", key((now) -> Duration.ofSeconds(3)), 3),
				Arguments.of("longer than the call's own", key((now) -> now.plusSeconds(60)), 10),
				Arguments.of("for ever", key((now) -> Instant.MAX), 10),
				Arguments.of("no deadline at all", key((now) -> "3 seconds"), 10),
				Arguments.of("by a point in time", write((now) -> TencentCloudContext.deadline(now.plusSeconds(3))), 3),
				Arguments.of("within a time", write((now) -> TencentCloudContext.deadline(Duration.ofSeconds(3))), 3),
				Arguments.of("within a very long time",
						write((now) -> TencentCloudContext.deadline(Duration.ofSeconds(Long.MAX_VALUE))), 10),
				Arguments.of("an inner one that is later",
						write((now) -> (context) -> TencentCloudContext.deadline(Duration.ofSeconds(8))
							.apply(TencentCloudContext.deadline(now.plusSeconds(3)).apply(context))),
						3),
				Arguments.of("an inner one that is earlier",
						write((now) -> (context) -> TencentCloudContext.deadline(now.plusSeconds(3))
							.apply(context.put(TencentCloudContext.DEADLINE, Duration.ofSeconds(8)))),
						3));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("deadlines")
	void shortensTheCallAndNeverLengthensIt(String name, Function<Instant, Function<Context, Context>> writer,
			int seconds) {
		endsAfter(Duration.ofSeconds(seconds), () -> call().contextWrite(writer.apply(now())));
	}

	@Test
	void attributeMayBeAPointInTime() {
		endsAfter(Duration.ofSeconds(3), () -> call(TencentCloudAttributes.deadline(now().plusSeconds(3))));
	}

	@Test
	void shorterOneOfAttributeAndContextCounts() {
		endsAfter(Duration.ofSeconds(2), () -> call(TencentCloudAttributes.deadline(Duration.ofSeconds(2)))
			.contextWrite(TencentCloudContext.deadline(Duration.ofSeconds(3))));
		endsAfter(Duration.ofSeconds(1), () -> call(TencentCloudAttributes.deadline(Duration.ofSeconds(2)))
			.contextWrite(TencentCloudContext.deadline(Duration.ofSeconds(1))));
	}

	@Test
	void timeThatOthersUsedUpIsGone() {
		endsAfter(Duration.ofSeconds(3),
				() -> Mono.delay(Duration.ofSeconds(2))
					.then(call())
					.contextWrite(TencentCloudContext.deadline(Duration.ofSeconds(3))));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void nothingIsSentAfterTheDeadline() {
		endsAfter(Duration.ofSeconds(5),
				() -> Mono.delay(Duration.ofSeconds(5))
					.then(call())
					.contextWrite(TencentCloudContext.deadline(Duration.ofSeconds(3))));
		assertThat(this.attempts).hasValue(0);
		assertThat(this.filter.calls("ClientError.CallTimeout", "REJECTED")).isOne();
		assertThat(this.log.list).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage, InstanceOfAssertFactories.STRING)
			.startsWith("ClientError.CallTimeout: The call was refused before its first attempt: Its time, 0 ms, "
					+ "was over before it could be sent (tencentcloud.resilience.timeout.call, or the deadline of the request)");
	}

	@Test
	void deadlineOfLongAgoSendsNothing() {
		for (Object past : new Object[] { Instant.MIN, Duration.ofSeconds(Long.MIN_VALUE), Duration.ZERO }) {
			StepVerifier
				.withVirtualTime(
						() -> call().contextWrite((context) -> context.put(TencentCloudContext.DEADLINE, past)))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(CallTimeoutException.class)
					.hasMessageContaining("Its time, 0 ms, was over before it could be sent "
							+ "(tencentcloud.resilience.timeout.call, or the deadline of the request)")
					.hasMessageContaining("0 attempts"))
				.verify(Scene.LIMIT);
		}
		assertThat(this.attempts).hasValue(0);
	}

	/**
	 * As the context looks after the clock was set: what it says was hours ago, or is yet
	 * to be.
	 */
	@ParameterizedTest
	@ValueSource(longs = { -3600, 3600 })
	void timeIsWhatGoesByWhateverSomebodySetsTheClockTo(long seconds) {
		endsAfter(Duration.ofSeconds(3), () -> call().contextWrite((context) -> {
			Context written = TencentCloudContext.deadline(Duration.ofSeconds(3)).apply(context);
			MonotonicDeadline deadline = written.get(MonotonicDeadline.class);
			Instant seen = written.get(TencentCloudContext.DEADLINE);
			assertThat(deadline.instant()).isEqualTo(seen);
			Instant moved = deadline.instant().plusSeconds(seconds);
			return written.put(TencentCloudContext.DEADLINE, moved)
				.put(MonotonicDeadline.class, new MonotonicDeadline(moved, deadline.end()));
		}));
	}

	@Test
	void whatSomebodyWritesIntoTheContextLaterCounts() {
		endsAfter(Duration.ofSeconds(5),
				() -> call().contextWrite((context) -> context.put(TencentCloudContext.DEADLINE, now().plusSeconds(5)))
					.contextWrite(TencentCloudContext.deadline(Duration.ofSeconds(3))));
	}

	@Test
	void waitThatWouldEndAfterItIsNotBegun() {
		StepVerifier.withVirtualTime(() -> exchange(answer(error("RequestLimitExceeded")), (attributes) -> {
		}).contextWrite(TencentCloudContext.deadline(Duration.ofMillis(3))))
			.expectErrorSatisfies((ex) -> assertThat(TencentCloudFailure.of(ex).orElseThrow().code())
				.isEqualTo("RequestLimitExceeded"))
			.verify(Scene.LIMIT);
		assertThat(this.filter.retries("deadline")).isOne();
	}

	/** As docs/deadlines.md shows it. */
	@Test
	void deadlineOfAnIncomingRequestReachesTheCall() {
		WebFilter web = (exchange, chain) -> chain.filter(exchange)
			.contextWrite(TencentCloudContext.deadline(Duration.ofSeconds(3)));
		endsAfter(Duration.ofSeconds(3), () -> web.filter(MockServerWebExchange.from(MockServerHttpRequest.get("/")),
				(exchange) -> Mono.delay(Duration.ofSeconds(1)).then(call()).then()));
	}

	private void endsAfter(Duration limit, Supplier<Mono<?>> call) {
		StepVerifier.withVirtualTime(() -> call.get().then())
			.expectSubscription()
			.expectNoEvent(limit.minusMillis(1))
			.thenAwait(Duration.ofMillis(1))
			.expectError(CallTimeoutException.class)
			.verify(Scene.LIMIT);
	}

	private Mono<String> call() {
		return call((attributes) -> {
		});
	}

	private Mono<String> call(Consumer<Map<String, Object>> attributes) {
		return exchange(Mono.never(), attributes);
	}

	private Mono<String> exchange(Mono<ClientResponse> answer, Consumer<Map<String, Object>> attributes) {
		ClientRequest request = InMemory.request("DescribeInstances").attributes(attributes).build();
		return this.filter.filter.filter(request, (attempt) -> {
			this.attempts.incrementAndGet();
			return answer;
		}).flatMap((response) -> response.bodyToMono(String.class));
	}

	private static Function<Instant, Function<Context, Context>> key(Function<Instant, Object> value) {
		return (now) -> (context) -> context.put(TencentCloudContext.DEADLINE, value.apply(now));
	}

	private static Function<Instant, Function<Context, Context>> write(
			Function<Instant, Function<Context, Context>> writer) {
		return writer;
	}

	private static Instant now() {
		return Instant.ofEpochMilli(Schedulers.parallel().now(TimeUnit.MILLISECONDS));
	}

}
