package io.github.tencentcloud.resilience.scenarios;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What holds calls back: deadlines, the retry budget, pacing, rate limits and bulkheads.
 */
@MethodSource("io.github.tencentcloud.resilience.scenarios.Doors#otherFactories")
class LimitScenarioTests extends AbstractScenarios {

	@Test
	void callEndsAtItsDeadline() {
		this.server.answers(Answers.ok()).always(Answers.silence());
		Application application = startWarm("""
				tencentcloud.resilience.timeout.call: 400ms
				""");
		assertFailed(application.call(Request.read()), "CallTimeoutException", "ClientError.CallTimeout", null, 1);
		assertThat(this.server.requests()).isEqualTo(2);
		assertThat(application.meters().calls()).containsExactly(
				"cvm DescribeInstances none ClientError.CallTimeout transient FAILURE: 1",
				"cvm DescribeInstances none OK none SUCCESS: 1");
		assertThat(application.breaker().getMetrics().getNumberOfFailedCalls()).isOne();
	}

	@Test
	void attributeShortensTheDeadline() {
		this.server.answers(Answers.ok()).always(Answers.silence());
		Application application = startWarm("");
		assertFailed(application.call(Request.read().deadline(Duration.ofMillis(400))), "CallTimeoutException",
				"ClientError.CallTimeout", null, 1);
		assertThat(this.server.requests()).isEqualTo(2);
	}

	@Test
	void attributeDoesNotLengthenTheDeadline() {
		this.server.answers(Answers.ok()).always(Answers.silence());
		Application application = startWarm("""
				tencentcloud.resilience.products.cvm.actions.DescribeInstances.timeout.call: 400ms
				""");
		assertFailed(application.call(Request.read().deadline(Duration.ofHours(1))), "CallTimeoutException",
				"ClientError.CallTimeout", null, 1);
	}

	@Test
	void nothingIsSentAfterTheDeadline() {
		Application application = start("");
		assertFailed(application.call(Request.read().deadline(Duration.ZERO)), "CallTimeoutException",
				"ClientError.CallTimeout", null, 0);
		assertThat(this.server.requests()).isZero();
		assertThat(application.meters().calls())
			.containsExactly("cvm DescribeInstances none ClientError.CallTimeout transient REJECTED: 1");
		assertThat(application.meters().attempts()).isEmpty();
	}

	@Test
	void waitThatWouldOutlastTheDeadlineIsNotBegun() {
		this.server.always(Answers.error("ResourceInUse"));
		Application application = start("""
				tencentcloud.resilience:
				  policies.conflict: { delay: 1h, max-delay: 1h, jitter: 0ms }
				""");
		Reply reply = application.call(Request.read());
		assertFailed(reply, "TencentCloudApiException", "ResourceInUse", "r-1", 1);
		assertThat(reply.told().line()).contains("not repeated, since the call's deadline would have come first");
		assertThat(this.server.requests()).isOne();
		assertThat(application.meters().retries()).containsExactly("cvm DescribeInstances ResourceInUse deadline: 1");
		assertThat(application.meters().delays()).isEmpty();
	}

	@Test
	void deadlineDuringARetryTellsTheLastRealError() {
		this.server.answers(Answers.ok(), Answers.error("ResourceInUse")).always(Answers.silence());
		Application application = startWarm("""
				tencentcloud.resilience:
				  policies.conflict: { delay: 1ms, jitter: 0ms }
				  timeout.call: 500ms
				""");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "ResourceInUse", "r-2", 2);
		assertThat(this.server.requests()).isEqualTo(3);
		assertThat(application.meters().calls()).containsExactly("cvm DescribeInstances none OK none SUCCESS: 1",
				"cvm DescribeInstances none ResourceInUse conflict FAILURE: 1");
		assertThat(application.meters().attempts()).containsExactly(
				"cvm DescribeInstances none ClientError.CallTimeout transient circuit-break: 1",
				"cvm DescribeInstances none OK none none: 1",
				"cvm DescribeInstances none ResourceInUse conflict retry: 1");
	}

	@Test
	void attemptThatTakesTooLongIsRepeated() {
		this.server.answers(Answers.ok(), Answers.silence());
		Application application = startWarm("""
				tencentcloud.resilience:
				  policies.network: { delay: 1ms, jitter: 0ms }
				  timeout.attempt: 400ms
				""");
		assertSucceeded(application.call(Request.read()), "r-3");
		assertThat(application.meters().attempts()).containsExactly(
				"cvm DescribeInstances none ClientError.NetworkError.ReadTimeout network circuit-break: 1",
				"cvm DescribeInstances none OK none none: 2");
	}

	@Test
	void budgetPaysForRetriesUntilItIsEmpty() {
		this.server.always(Answers.error("InternalError"));
		Application application = start("""
				tencentcloud.resilience:
				  policies.transient: { max-retries: 9, delay: 1ms, jitter: 0ms }
				  retry-budget: { capacity: 10, retry-cost: 5, success-refund: 1 }
				""");
		Reply reply = application.call(Request.read());
		assertFailed(reply, "TencentCloudApiException", "InternalError", "r-3", 3);
		assertThat(reply.told().line()).contains("not repeated, since the retry budget of cvm is empty");
		assertThat(this.server.requests()).isEqualTo(3);
		Meters meters = application.meters();
		assertThat(meters.retries()).containsExactly("cvm DescribeInstances InternalError budget: 3");
		assertThat(meters.gauge("retry.budget", "cvm")).isZero();
		this.server.always(Answers.ok());
		assertSucceeded(application.call(Request.read()), "r-4");
		assertThat(meters.gauge("retry.budget", "cvm")).isEqualTo(1);
	}

	@Test
	void retriesThatHealAreFree() {
		Application application = start("""
				tencentcloud.resilience:
				  policies.transient: { delay: 1ms, jitter: 0ms }
				  retry-budget: { capacity: 10, retry-cost: 5, success-refund: 1 }
				""");
		for (int i = 0; i < 5; i++) {
			this.server.answers(Answers.error("InternalError"), Answers.ok());
			assertThat(application.call(Request.read()).error()).isNull();
		}
		assertThat(application.meters().gauge("retry.budget", "cvm")).isEqualTo(10);
		assertThat(application.meters().retries()).containsExactly("cvm DescribeInstances InternalError recovered: 5");
	}

	@Test
	void retryThatHealsWithALargeAnswerIsFreeToo() {
		this.server.answers(Answers.error("InternalError"), Answers.large(5000));
		Application application = start("""
				tencentcloud.resilience:
				  envelope.hold-back: 1KB
				  policies.transient: { delay: 1ms, jitter: 0ms }
				  retry-budget: { capacity: 10, retry-cost: 5, success-refund: 1 }
				""");
		assertSucceeded(application.call(Request.read()), "r-2");
		assertThat(application.meters().gauge("retry.budget", "cvm")).isEqualTo(10);
	}

	/** It waits for its turn like any other call, so it adds no load. */
	@Test
	void retryOfWhatIsThrottledCostsNothingWhileItIsPaced() {
		this.server.always(Answers.error("RequestLimitExceeded"));
		Application application = start("""
				tencentcloud.resilience:
				  policies.throttled: { max-retries: 2, delay: 1ms, jitter: 0ms }
				  retry-budget.capacity: 10
				""");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "RequestLimitExceeded", "r-3", 3);
		assertThat(application.meters().gauge("retry.budget", "cvm")).isEqualTo(10);
	}

	@Test
	void callsArePacedOnceTheServerHasThrottledOne() {
		this.server.answers(Answers.error("RequestLimitExceeded"));
		Application application = start("""
				tencentcloud.resilience:
				  policies.throttled.max-retries: 0
				""");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "RequestLimitExceeded", "r-1", 1);
		begin(application, 3).forEach((reply) -> assertThat(Application.get(reply).error()).isNull());
		assertThat(this.server.requests()).isEqualTo(4);
		assertThat(application.meters().pacing()).singleElement().asString().startsWith("cvm DescribeInstances: ");
		assertThat(application.call(Request.write()).error()).isNull();
		assertThat(application.meters().pacing()).hasSize(1);
	}

	@Test
	void callsThatWouldBeTooManyInTheQueueAreRefused() {
		this.server.answers(Answers.error("RequestLimitExceeded"));
		Application application = start("""
				tencentcloud.resilience:
				  policies.throttled.max-retries: 0
				  adaptive-throttling.max-queue: 0
				""");
		application.call(Request.read());
		List<Reply> replies = begin(application, 4).stream().map(Application::get).toList();
		List<Reply> refused = replies.stream().filter((reply) -> reply.error() != null).toList();
		assertThat(refused).hasSizeGreaterThanOrEqualTo(2)
			.allSatisfy((reply) -> assertFailed(reply, "ThrottledException", "ClientError.Throttled", null, 0));
		assertThat(this.server.requests()).isEqualTo(1 + 4 - refused.size());
		assertThat(application.meters().calls())
			.contains("cvm DescribeInstances none ClientError.Throttled throttled REJECTED: " + refused.size());
	}

	/** The answer had begun like a success, and was counted as one. */
	@Test
	void throttlingThatIsToldLatePacesTheCallsAfterIt() {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		this.server.answers(Answers.lateError(3000, "RequestLimitExceeded"));
		Application application = start("""
				tencentcloud.resilience:
				  envelope.hold-back: 1KB
				  adaptive-throttling.max-queue: 0
				""");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "RequestLimitExceeded", "r-1", 1);
		assertThat(begin(application, 4).stream().map(Application::get).filter((reply) -> reply.error() != null))
			.hasSizeGreaterThanOrEqualTo(2)
			.allSatisfy((reply) -> assertFailed(reply, "ThrottledException", "ClientError.Throttled", null, 0));
	}

	@Test
	void callsWaitForTheirRateLimit() {
		Application application = start("""
				tencentcloud.resilience.products.cvm.actions.DescribeInstances.rate-limit: 120/m
				""");
		begin(application, 3).forEach((reply) -> assertThat(Application.get(reply).error()).isNull());
		assertThat(this.server.requests()).isEqualTo(3);
		assertThat(application.meters().pacing()).containsExactly("cvm DescribeInstances: 1");
	}

	@Test
	void callWhoseTurnWouldComeTooLateIsRefusedAtOnce() {
		Application application = start("""
				tencentcloud.resilience.products.cvm.actions.DescribeInstances.rate-limit: 1/m
				""");
		assertSucceeded(application.call(Request.read()), "r-1");
		assertFailed(application.call(Request.read()), "ThrottledException", "ClientError.Throttled", null, 0);
		assertThat(this.server.requests()).isOne();
		assertThat(application.meters().calls()).containsExactly(
				"cvm DescribeInstances none ClientError.Throttled throttled REJECTED: 1",
				"cvm DescribeInstances none OK none SUCCESS: 1");
		assertSucceeded(application.call(Request.read().header("X-TC-Region", "ap-guangzhou")), "r-2");
		assertSucceeded(application.call(Request.write()), "r-3");
	}

	/** Nobody waits for a turn that would be of no use. */
	@Test
	void openBreakerIsToldOfBeforeAnyWait() {
		Application application = start("""
				tencentcloud.resilience.products.cvm.actions.DescribeInstances.rate-limit: 1/m
				""");
		assertSucceeded(application.call(Request.read()), "r-1");
		application.breaker().transitionToForcedOpenState();
		assertFailed(application.call(Request.read()), "CallNotPermittedException", "ClientError.CircuitBreakerOpen",
				null, 0);
		assertThat(application.meters().pacing()).isEmpty();
	}

	/** The quota is the vendor's, who counts every attempt. */
	@Test
	void retryNeedsItsRateLimitToo() {
		this.server.answers(Answers.error("ResourceInUse"));
		Application application = start("""
				tencentcloud.resilience:
				  policies.conflict: { delay: 1ms, jitter: 0ms }
				  products.cvm.actions.RunInstances.rate-limit: 1/m
				""");
		Reply reply = application.call(Request.write());
		assertFailed(reply, "TencentCloudApiException", "ResourceInUse", "r-1", 1);
		assertThat(reply.told().line()).contains("not repeated, since this side had no room for it in time");
		assertThat(application.meters().retries()).containsExactly("cvm RunInstances ResourceInUse throttled: 1");
		assertThat(application.meters().gauge("retry.budget", "cvm")).isEqualTo(500);
		assertThat(this.server.requests()).isOne();
	}

	@Test
	void fullBulkheadRefuses() throws Exception {
		Latch come = new Latch();
		Latch go = new Latch();
		this.server.answers(Answers.held(come, go, Answers.ok()));
		Application application = start("""
				tencentcloud.resilience.products.cvm.bulkhead.max-concurrent-calls: 1
				""");
		CompletableFuture<Reply> first = application.begin(Request.read());
		come.await();
		assertFailed(application.call(Request.read()), "BulkheadFullException", "ClientError.Throttled.BulkheadFull",
				null, 0);
		go.open();
		assertSucceeded(Application.get(first), "r-1");
		assertSucceeded(application.call(Request.read()), "r-2");
		assertThat(application.meters().calls()).containsExactly(
				"cvm DescribeInstances none ClientError.Throttled.BulkheadFull throttled REJECTED: 1",
				"cvm DescribeInstances none OK none SUCCESS: 2");
		assertThat(application.bulkhead().getMetrics().getAvailableConcurrentCalls()).isOne();
	}

	@Test
	void callsWaitForAPlaceInTheBulkhead() throws Exception {
		Latch come = new Latch();
		Latch go = new Latch();
		AtomicInteger underWay = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		this.server.answers(Answers.held(come, go, Answers.ok())).always((exchange) -> {
			most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
			underWay.decrementAndGet();
			Answers.ok().answer(exchange);
		});
		Application application = start("""
				tencentcloud.resilience.products.cvm.bulkhead: { max-concurrent-calls: 1, max-wait-duration: 10s }
				""");
		CompletableFuture<Reply> first = application.begin(Request.read());
		come.await();
		List<CompletableFuture<Reply>> others = begin(application, 5);
		assertThat(this.server.requests()).isOne();
		go.open();
		assertSucceeded(Application.get(first), "r-1");
		others.forEach((reply) -> assertThat(Application.get(reply).error()).isNull());
		assertThat(most).hasValue(1);
		assertThat(this.server.requests()).isEqualTo(6);
		assertThat(application.meters().pacing()).singleElement().asString().startsWith("cvm DescribeInstances: ");
		assertThat(application.bulkhead().getMetrics().getAvailableConcurrentCalls()).isOne();
	}

	@Test
	void nobodyKeepsAPlaceWhileWaitingForARetry() {
		this.server.answers(Answers.error("ResourceInUse"));
		Application application = start("""
				tencentcloud.resilience:
				  policies.conflict: { delay: 1m, max-delay: 1m, jitter: 0ms }
				  timeout.call: 10m
				  products.cvm.bulkhead.max-concurrent-calls: 1
				""");
		CompletableFuture<Reply> waiting = application.begin(Request.write());
		eventually(() -> assertThat(application.meters().delays()).hasSize(1));
		assertSucceeded(application.call(Request.read()), "r-2");
		waiting.cancel(true);
		eventually(() -> assertThat(application.meters().calls()).hasSize(2)
			.anyMatch((line) -> line.endsWith("CANCELLED: 1")));
		assertThat(application.bulkhead().getMetrics().getAvailableConcurrentCalls()).isOne();
	}

	@Test
	void retryThatFindsNoPlaceTellsTheLastRealError() {
		this.server.answers(Answers.error("ResourceInUse"));
		Application application = start("""
				tencentcloud.resilience:
				  policies.conflict: { delay: 1ms, jitter: 0ms }
				  products.cvm.bulkhead.max-concurrent-calls: 1
				""");
		AtomicBoolean taken = new AtomicBoolean();
		application.bean(BulkheadRegistry.class)
			.getEventPublisher()
			.onEntryAdded((added) -> added.getAddedEntry().getEventPublisher().onCallFinished((finished) -> {
				// Another one takes the place as soon as the first attempt leaves it.
				if (taken.compareAndSet(false, true)) {
					added.getAddedEntry().acquirePermission();
				}
			}));
		Reply reply = application.call(Request.read());
		assertFailed(reply, "TencentCloudApiException", "ResourceInUse", "r-1", 1);
		assertThat(reply.error().getSuppressed()).hasAtLeastOneElementOfType(BulkheadFullException.class);
		assertThat(application.meters().retries()).containsExactly("cvm DescribeInstances ResourceInUse throttled: 1");
		application.bulkhead().onComplete();
		assertSucceeded(application.call(Request.read()), "r-2");
	}

	/** An attempt is not over before its body is. */
	@Test
	void placeIsTakenUntilTheBodyHasEnded() throws Exception {
		assumeTrue(this.door.releasesBeforeTheEnd(), "Its callers read answers as a whole");
		this.server.answers(Answers.large(50_000));
		Application application = start("""
				tencentcloud.resilience:
				  envelope.hold-back: 1KB
				  products.cvm.bulkhead.max-concurrent-calls: 1
				""");
		OpenReply open = application.open(Request.read());
		InputStream body = open.body();
		assertThat(body.read()).isEqualTo('{');
		assertFailed(application.call(Request.read()), "BulkheadFullException", "ClientError.Throttled.BulkheadFull",
				null, 0);
		assertThat(open.rest(body).error()).isNull();
		assertSucceeded(application.call(Request.read()), "r-2");
	}

	/**
	 * What a refusal or an error of the caller's own says, says that the server is well.
	 */
	@Test
	void retryThatEndsWithAGoodReasonIsPaidBack() {
		this.server.answers(Answers.error("InternalError"), Answers.error("InvalidParameter"));
		Application application = start("""
				tencentcloud.resilience:
				  policies.transient: { delay: 1ms, jitter: 0ms }
				  retry-budget: { capacity: 10, retry-cost: 5, success-refund: 1 }
				""");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "InvalidParameter", "r-2", 2);
		assertThat(application.meters().gauge("retry.budget", "cvm")).isEqualTo(10);
		assertThat(application.meters().retries()).containsExactly("cvm DescribeInstances InternalError exhausted: 1");
	}

	@Test
	void retryOfWhatIsThrottledIsPaidForUnlessItIsPaced() {
		this.server.always(Answers.error("RequestLimitExceeded"));
		Application application = start("""
				tencentcloud.resilience:
				  adaptive-throttling.enabled: false
				  policies.throttled: { max-retries: 9, delay: 1ms, jitter: 0ms }
				  retry-budget: { capacity: 10, retry-cost: 5, success-refund: 1 }
				""");
		assertFailed(application.call(Request.read()), "TencentCloudApiException", "RequestLimitExceeded", "r-3", 3);
		assertThat(application.meters().gauge("retry.budget", "cvm")).isZero();
	}

	@Test
	void placeThatWasWaitedForInVainIsGivenBack() throws Exception {
		Latch come = new Latch();
		Latch go = new Latch();
		this.server.answers(Answers.held(come, go, Answers.ok()));
		Application application = start("""
				tencentcloud.resilience.products.cvm.bulkhead: { max-concurrent-calls: 1, max-wait-duration: 10s }
				""");
		CompletableFuture<Reply> first = application.begin(Request.read());
		come.await();
		CompletableFuture<Reply> second = application.begin(Request.read());
		application.breaker().transitionToForcedOpenState();
		go.open();
		assertSucceeded(Application.get(first), "r-1");
		assertFailed(Application.get(second), "CallNotPermittedException", "ClientError.CircuitBreakerOpen", null, 0);
		assertThat(application.bulkhead().getMetrics().getAvailableConcurrentCalls()).isOne();
		assertThat(this.server.requests()).isOne();
	}

	@Test
	void callThatTheBreakerRefusesKeepsNoPlace() {
		Application application = start("""
				tencentcloud.resilience.products.cvm.bulkhead.max-concurrent-calls: 1
				""");
		assertSucceeded(application.call(Request.read()), "r-1");
		application.breaker().transitionToForcedOpenState();
		assertFailed(application.call(Request.read()), "CallNotPermittedException", "ClientError.CircuitBreakerOpen",
				null, 0);
		assertThat(application.bulkhead().getMetrics().getAvailableConcurrentCalls()).isOne();
	}

	/**
	 * The first call of an application takes its time: what is short has to come later.
	 */
	private Application startWarm(String yaml) {
		Application application = start(yaml);
		assertSucceeded(application.call(Request.read()), "r-1");
		return application;
	}

	private static List<CompletableFuture<Reply>> begin(Application application, int calls) {
		return IntStream.range(0, calls).mapToObj((i) -> application.begin(Request.read())).toList();
	}

}
