package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.SystemTime;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for calls that are paced after throttling, in virtual time.
 */
class AdaptivePacerTests {

	private static final TencentCloudCall CALL = call("DescribeInstances", "ap-guangzhou", null);

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final VirtualTime time = new VirtualTime();

	private final AdaptivePacer pacer = new AdaptivePacer(
			(product) -> new PacingSettings(!product.equals("free"), 0.5, 5), this.time);

	private final List<String> passed = new ArrayList<>();

	@Test
	void withoutThrottlingEverythingPasses() {
		for (int i = 0; i < 1000; i++) {
			assertThat(pass(CALL, 1)).isNull();
			this.pacer.answered(CALL, false, now(), now());
		}
		assertThat(this.pacer.levels()).isEmpty();
	}

	@Test
	void afterThrottlingOneAfterAnotherPasses() {
		throttledAfter(10);
		for (int i = 0; i < 4; i++) {
			enter("call" + i, 1);
		}
		assertThat(this.passed).isEmpty();
		assertThat(this.pacer.levels()).singleElement().satisfies((level) -> {
			assertThat(level.action()).isEqualTo("DescribeInstances");
			assertThat(level.rate()).isEqualTo(10);
			assertThat(level.waiting()).isEqualTo(4);
		});
		this.time.advance(Duration.ofMillis(99));
		assertThat(this.passed).isEmpty();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.passed).containsExactly("call0");
		this.time.advance(Duration.ofMillis(300));
		assertThat(this.passed).containsExactly("call0", "call1", "call2", "call3");
		this.time.advance(Duration.ofSeconds(1));
		assertThat(pass(CALL, 1)).isNull();
	}

	@Test
	void onlyWhatTheServerCountsTogetherIsPaced() {
		throttledAfter(10);
		assertThat(pass(call("DescribeImages", "ap-guangzhou", null), 1)).isNull();
		assertThat(pass(call("DescribeInstances", "ap-shanghai", null), 1)).isNull();
		assertThat(pass(call("DescribeInstances", "ap-guangzhou", "marketing"), 1)).isNull();
		assertThat(pass(CALL, 1)).isNotNull();
	}

	@Test
	void retriesGoFirst() {
		throttledAfter(10);
		enter("call0", 1);
		enter("call1", 1);
		enter("retry", 2);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.passed).containsExactly("retry", "call0", "call1");
	}

	@Test
	void aNewRateIsInForceForThoseWhoWaitToo() {
		throttledAfter(10);
		for (int i = 0; i < 5; i++) {
			enter("call" + i, 1);
		}
		slowDown(8);
		this.time.advance(Duration.ofMillis(500));
		assertThat(this.passed).containsExactly("call0");
		this.time.advance(Duration.ofMillis(500));
		assertThat(this.passed).containsExactly("call0", "call1");
	}

	@Test
	void noMoreThanTheQueueHoldsMayWait() {
		throttledAfter(10);
		for (int i = 0; i < 5; i++) {
			enter("call" + i, 1);
		}
		enter("one too many", 1);
		enter("retry", 2);
		assertThat(this.passed).singleElement()
			.asString()
			.contains("cvm.DescribeInstances", "tencentcloud.resilience.adaptive-throttling.max-queue");
	}

	@Test
	void whoseTurnWouldComeTooLateIsRefusedAtOnce() {
		throttledAfter(5);
		slowDown(4);
		enter("in time", 1, Duration.ofSeconds(2));
		enter("in time too", 1, Duration.ofSeconds(2));
		enter("late", 1, Duration.ofSeconds(2));
		assertThat(this.passed).singleElement().asString().contains("1.0 calls a second", "would come in 2.2 s");
	}

	@Test
	void whoWouldHaveNoTimeLeftForTheAnswerIsRefusedToo() {
		throttledAfter(5);
		slowDown(4);
		long sent = now();
		this.time.advance(Duration.ofMillis(300));
		assertThat(pass(CALL, 1)).isNull();
		for (int i = 0; i < 50; i++) {
			this.pacer.answered(CALL, false, sent, now());
		}
		enter("no time left", 1, Duration.ofMillis(900));
		assertThat(this.passed).singleElement().asString().contains("after its deadline");
		enter("time left", 1, Duration.ofMillis(1300));
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.passed).hasSize(2).last().isEqualTo("time left");
	}

	@Test
	void whoseTurnComesTooLateAfterAllIsNotSent() {
		throttledAfter(10);
		enter("first", 1);
		enter("in time if nothing happens", 1, Duration.ofMillis(300));
		slowDown(9);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.passed).hasSize(1);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.passed).hasSize(2).last().asString().contains("after its deadline");
	}

	@Test
	void whoLeavesMakesRoom() {
		throttledAfter(10);
		enter("call0", 1);
		CompletableFuture<?> gone = enter("gone", 1);
		enter("call2", 1);
		gone.cancel(false);
		assertThat(this.pacer.levels().get(0).waiting()).isEqualTo(2);
		this.time.advance(Duration.ofMillis(200));
		assertThat(this.passed).containsExactly("call0", "call2");
	}

	@Test
	void turnOfOneWhoLeavesJustBeforeItComesIsTheNextOnes() {
		throttledAfter(10);
		enter("first", 1);
		CompletableFuture<?> late = enter("late", 1, Duration.ofMillis(300));
		CompletableFuture<?> gone = enter("gone", 1);
		enter("next", 1);
		slowDown(9);
		late.whenComplete((ignored, error) -> gone.cancel(false));
		this.time.advance(Duration.ofMillis(1100));
		assertThat(late).isCompletedExceptionally();
		assertThat(this.passed).startsWith("first").endsWith("next").hasSize(3);
	}

	@Test
	void afterAQuietWhileEverythingIsForgotten() {
		throttledAfter(10);
		this.time.advance(Duration.ofSeconds(29));
		assertThat(this.pacer.levels()).hasSize(1);
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.pacer.levels()).isEmpty();
		for (int i = 0; i < 1000; i++) {
			assertThat(pass(CALL, 1)).isNull();
		}
	}

	@Test
	void theNumberOfPacesIsBounded() {
		for (int i = 0; i < 2000; i++) {
			this.pacer.answered(call("Action" + i, "ap-guangzhou", null), true, now(), now());
		}
		assertThat(this.pacer.levels()).hasSize(1000);
		this.time.advance(Duration.ofSeconds(31));
		this.pacer.answered(CALL, true, now(), now());
		assertThat(this.pacer.levels()).hasSize(1);
		assertThat(pass(CALL, 1)).isNotNull();
	}

	@Test
	void productsMayBeLeftAlone() {
		TencentCloudCall free = new TencentCloudCall("free", "DescribeInstances", null, "none", "h", "POST");
		this.pacer.answered(free, true, now(), now());
		assertThat(pass(free, 1)).isNull();
	}

	@Test
	void theRateOfWhatPassesIsTheRate() {
		throttledAfter(20);
		AtomicInteger count = new AtomicInteger();
		for (int i = 0; i < 2000; i++) {
			CompletionStage<?> wait = pass(CALL, 2);
			if (wait == null) {
				count.incrementAndGet();
			}
			else {
				wait.thenRun(count::incrementAndGet);
			}
			this.time.advance(Duration.ofMillis(1));
		}
		assertThat(count.get()).isCloseTo(41, within(2));
	}

	@Test
	void threadsLoseNoTurn() throws Exception {
		SystemTime real = new SystemTime();
		AdaptivePacer pacer = new AdaptivePacer((product) -> new PacingSettings(true, 0.5, Integer.MAX_VALUE), real);
		for (int i = 0; i < 10_000; i++) {
			pacer.answered(CALL, false, System.nanoTime(), System.nanoTime());
		}
		pacer.answered(CALL, true, System.nanoTime() - 1, System.nanoTime());
		int threads = 4;
		int calls = 500;
		CountDownLatch over = new CountDownLatch(threads * calls);
		for (int i = 0; i < threads; i++) {
			new Thread(() -> {
				for (int n = 0; n < calls; n++) {
					long now = System.nanoTime();
					CompletionStage<?> wait = pacer.pass(CALL, 1, now, now + TimeUnit.MINUTES.toNanos(10));
					if (wait == null) {
						over.countDown();
					}
					else {
						wait.thenRun(over::countDown);
					}
				}
			}).start();
		}
		assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
		real.close();
	}

	/** So many calls go well, and then one is throttled. */
	private void throttledAfter(int successes) {
		long sent = now();
		for (int i = 0; i < successes; i++) {
			this.pacer.answered(CALL, false, sent, now());
		}
		this.pacer.answered(CALL, true, sent - 1, now());
	}

	/** So many attempts are throttled. */
	private void slowDown(int throttled) {
		for (int i = 0; i < throttled; i++) {
			this.pacer.answered(CALL, true, now(), now());
		}
	}

	private CompletableFuture<?> enter(String name, int attempt) {
		return enter(name, attempt, DEADLINE);
	}

	private CompletableFuture<?> enter(String name, int attempt, Duration deadline) {
		CompletionStage<?> wait = this.pacer.pass(CALL, attempt, now(), now() + deadline.toNanos());
		assertThat(wait).isNotNull();
		wait.whenComplete((ignored, error) -> {
			if (error == null || error instanceof GateRefusal) {
				this.passed.add((error != null) ? error.getMessage() : name);
			}
		});
		return wait.toCompletableFuture();
	}

	private @Nullable CompletionStage<?> pass(TencentCloudCall call, int attempt) {
		return this.pacer.pass(call, attempt, now(), now() + DEADLINE.toNanos());
	}

	private long now() {
		return this.time.nanos();
	}

	private static TencentCloudCall call(String action, String region, @Nullable String account) {
		return new TencentCloudCall("cvm", action, null, region, "cvm.tencentcloudapi.com", "POST", account);
	}

}
