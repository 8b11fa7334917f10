package io.github.tencentcloud.resilience.blocking;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.engine.AttemptLimit;
import io.github.tencentcloud.resilience.engine.TestCalls;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttemptWatch}.
 */
class AttemptWatchTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final VirtualTime time = new VirtualTime();

	private final TestCalls calls = new TestCalls(this.time);

	private final AttemptLimit limit = this.calls.limit(LIMIT, Duration.ofMinutes(1));

	private final FakeReceived received = FakeReceived.of(new byte[0]);

	private AttemptWatch watch;

	@AfterEach
	void noInterruptIsLeft() {
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void interruptsTheThreadThatSendsAndTakesItBack() {
		AttemptWatch watch = watch(false);
		this.time.advance(LIMIT.minusNanos(1));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.time.advance(Duration.ofNanos(1));
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		assertThat(watch.sent(null)).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void responseThatComesTooLateIsToldSo() {
		AttemptWatch watch = watch(false);
		this.time.advance(LIMIT);
		assertThat(watch.sent(this.received)).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	/** It is whoever interrupted it who has to find it there. */
	@Test
	void interruptOfSomebodyElseIsNotTakenBack() {
		AttemptWatch watch = watch(false);
		Thread.currentThread().interrupt();
		this.time.advance(LIMIT);
		assertThat(watch.sent(null)).isTrue();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void interruptAfterwardsIsSomebodyElses() {
		AttemptWatch watch = watch(false);
		this.time.advance(LIMIT);
		watch.sent(this.received);
		Thread.currentThread().interrupt();
		watch.released();
		watch.over();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void cancelsInsteadOfInterruptingIfThereIsAWay() {
		AtomicInteger cancelled = new AtomicInteger();
		AttemptWatch watch = watch(false);
		watch.cancelBy(cancelled::incrementAndGet);
		this.time.advance(LIMIT);
		assertThat(cancelled).hasValue(1);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(watch.sent(null)).isTrue();
	}

	@Test
	void wayToCancelThatIsToldTooLateIsGoneAtOnce() {
		AtomicInteger cancelled = new AtomicInteger();
		AttemptWatch watch = watch(false);
		this.time.advance(LIMIT);
		watch.cancelBy(cancelled::incrementAndGet);
		assertThat(cancelled).hasValue(1);
		watch.sent(null);
	}

	@Test
	void closesTheBodyUnderWhoeverHoldsIt() throws Exception {
		AttemptWatch watch = watch(false);
		assertThat(watch.sent(this.received)).isFalse();
		this.time.advance(LIMIT);
		assertThat(this.received.aborted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(watch.released()).isTrue();
	}

	@Test
	void nobodyIsWatchedBetweenReads() {
		AtomicInteger cancelled = new AtomicInteger();
		AttemptWatch watch = watch(false);
		watch.cancelBy(cancelled::incrementAndGet);
		watch.sent(this.received);
		assertThat(watch.released()).isFalse();
		this.time.advance(LIMIT.multipliedBy(5));
		watch.reading(true);
		this.time.advance(LIMIT.minusNanos(1));
		assertThat(watch.read()).isFalse();
		this.time.advance(LIMIT.multipliedBy(5));
		assertThat(watch.over()).isFalse();
		assertThat(cancelled).hasValue(0);
	}

	/** The limit may have moved while the timer came. */
	@Test
	void timerThatComesTooEarlyComesAgain() {
		AttemptWatch watch = watch(false);
		this.time.advance(LIMIT.minusNanos(1));
		this.calls.timer().end(watch);
		watch.timeIsUp();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.time.advance(LIMIT);
		assertThat(watch.sent(null)).isTrue();
	}

	@Test
	void limitThatComesNearerIsWatched() throws Exception {
		AttemptLimit stream = this.calls.limit(Duration.ofSeconds(1), LIMIT, Duration.ofMinutes(1));
		AttemptWatch watch = AttemptWatch.over(this.calls.timer(), stream, false);
		watch.sent(this.received);
		assertThat(stream.streamBegan()).isTrue();
		watch.comesNearer();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.received.aborted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(watch.released()).isTrue();
	}

	@Test
	void closesTheBodyUnderWhoeverReadsItForTooLong() throws Exception {
		AttemptWatch watch = watch(false);
		watch.sent(this.received);
		watch.released();
		this.time.advance(LIMIT.minusNanos(1));
		watch.reading(true);
		this.time.advance(LIMIT.minusNanos(1));
		assertThat(watch.read()).isFalse();
		watch.reading(true);
		this.time.advance(LIMIT.minusNanos(1));
		assertThat(this.received.aborted.getCount()).isOne();
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.received.aborted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(watch.read()).isTrue();
	}

	@Test
	void whatIsOverIsLeftAlone() {
		AttemptWatch watch = watch(false);
		assertThat(watch.sent(null)).isFalse();
		this.time.advance(LIMIT.multipliedBy(2));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		AtomicInteger cancelled = new AtomicInteger();
		for (Runnable late : List.<Runnable>of(() -> {
		}, () -> this.watch.reading(true))) {
			this.watch = watch(false);
			this.watch.cancelBy(cancelled::incrementAndGet);
			this.watch.sent(this.received);
			assertThat(this.watch.over()).isFalse();
			late.run();
			this.time.advance(LIMIT.multipliedBy(2));
			this.watch.timeIsUp();
		}
		assertThat(cancelled).hasValue(0);
	}

	/** A client that gives up by itself needs nobody, but for the end of the call. */
	@Test
	void clientThatLimitsSilenceItselfIsWatchedUntilTheEndOfItsCall() {
		AttemptLimit limit = this.calls.limit(LIMIT, LIMIT.multipliedBy(3));
		AttemptWatch watch = AttemptWatch.over(this.calls.timer(), limit, true);
		this.time.advance(LIMIT.multipliedBy(3).minusNanos(1));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.time.advance(Duration.ofNanos(1));
		assertThat(watch.sent(null)).isTrue();
		AttemptWatch last = AttemptWatch.over(this.calls.timer(), this.calls.limit(LIMIT, Duration.ofSeconds(3)), true);
		this.time.advance(Duration.ofSeconds(3));
		assertThat(last.sent(null)).isTrue();
	}

	/** Whoever limits silence does not know of the call. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void readIsOverWithItsCall(boolean limited) throws Exception {
		AttemptWatch watch = AttemptWatch.over(this.calls.timer(), this.calls.limit(LIMIT, LIMIT.dividedBy(2)),
				limited);
		watch.sent(this.received);
		watch.released();
		watch.reading(false);
		this.time.advance(LIMIT.dividedBy(2));
		assertThat(this.received.aborted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(watch.read()).isTrue();
	}

	@Test
	void bodyOfAClientThatLimitsSilenceItselfIsNotWatched() {
		AttemptWatch watch = watch(true);
		watch.comesNearer();
		watch.sent(this.received);
		watch.released();
		watch.reading(true);
		this.time.advance(Duration.ofMinutes(2));
		assertThat(watch.read()).isFalse();
		assertThat(this.received.aborted.getCount()).isOne();
	}

	@Test
	void withoutALimitNothingIsWatched() {
		Duration none = Duration.ofDays(365 * 100);
		AttemptWatch watch = AttemptWatch.over(this.calls.timer(), this.calls.limit(none, none), false);
		watch.sent(null);
	}

	/**
	 * The alarm comes at the moment when the client answers or fails. No interrupt is
	 * left behind but that of somebody else, who came before.
	 */
	@Test
	void alarmsAndInterruptsThatCross() throws Exception {
		for (int round = 0; round < 3000; round++) {
			boolean interrupted = round % 3 == 0;
			FakeReceived answer = (round % 2 == 0) ? FakeReceived.of(new byte[0]) : null;
			AttemptLimit limit = this.calls.limit(LIMIT, Duration.ofMinutes(1));
			CountDownLatch ready = new CountDownLatch(1);
			AtomicBoolean go = new AtomicBoolean();
			boolean[] left = new boolean[2];
			Thread caller = new Thread(() -> {
				AttemptWatch watch = AttemptWatch.over(this.calls.timer(), limit, false);
				if (interrupted) {
					Thread.currentThread().interrupt();
				}
				ready.countDown();
				while (!go.get()) {
					Thread.onSpinWait();
				}
				boolean rung = watch.sent(answer);
				left[0] = Thread.currentThread().isInterrupted();
				watch.released();
				boolean ended = watch.over();
				left[1] = Thread.currentThread().isInterrupted() && (ended || !rung);
			}, "caller");
			caller.start();
			ready.await();
			go.set(true);
			this.time.advance(LIMIT);
			caller.join();
			assertThat(left).as("round %s", round).containsExactly(interrupted, interrupted);
		}
	}

	private AttemptWatch watch(boolean limited) {
		return AttemptWatch.over(this.calls.timer(), this.calls.limit(LIMIT, Duration.ofMinutes(1)), limited);
	}

}
