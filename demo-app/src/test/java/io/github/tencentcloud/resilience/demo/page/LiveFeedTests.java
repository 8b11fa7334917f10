package io.github.tencentcloud.resilience.demo.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LiveFeed}, on a clock that stands still until it is told to go on.
 */
class LiveFeedTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Instruments instruments = new Instruments();

	/** Its own, since applications that other tests have started go on in real time. */
	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final LiveFeed feed = new LiveFeed(this.instruments, this.time);

	@BeforeEach
	void start() {
		this.feed.start();
	}

	@AfterEach
	void stop() {
		this.feed.stop();
		this.time.dispose();
	}

	@Test
	void tellsOnceASecondWhatIsNew() {
		StepVerifier.create(this.feed.updates()).then(() -> {
			this.instruments.ok = 3;
			this.feed.ended(call("first"));
			pass(1);
		}).assertNext((update) -> {
			assertThat(update.number()).isEqualTo(1);
			assertThat(update.scenario()).isEqualTo("normal");
			assertThat(update.guard().mode()).isEqualTo("enforce");
			assertThat(update.breakers()).extracting(Breaker::name).containsExactly("cvm");
			assertThat(update.seconds()).containsExactly(
					new Second(1000, List.of(new CodeCount("OK", "none", 3)), 0, Map.of(), Held.NONE, Seen.NOTHING));
			assertThat(update.calls()).containsExactly(call("first"));
		}).then(() -> {
			this.instruments.ok = 5;
			pass(1);
		}).assertNext((update) -> {
			assertThat(update.number()).isEqualTo(2);
			assertThat(update.seconds().get(0).codes()).containsExactly(new CodeCount("OK", "none", 2));
			assertThat(update.calls()).isEmpty();
		}).thenCancel().verify(PATIENCE);
	}

	@Test
	void keepsTheLastMinuteForWhoComesLater() {
		for (int i = 1; i <= 100; i++) {
			this.instruments.ok++;
			this.feed.ended(call("call " + i));
			pass(1);
		}
		Update state = this.feed.state();
		assertThat(state.number()).isEqualTo(100);
		assertThat(state.seconds()).hasSize(LiveFeed.SECONDS);
		assertThat(state.seconds()).last().extracting(Second::at).isEqualTo(100_000L);
		assertThat(state.calls()).hasSize(LiveFeed.CALLS);
		assertThat(state.calls()).last().isEqualTo(call("call 100"));
	}

	@Test
	void dropsCallsThatNobodyCouldRead() {
		LongStream.range(0, 10_000).forEach((i) -> this.feed.ended(call("call " + i)));
		pass(1);
		assertThat(this.feed.state().calls()).hasSize(LiveFeed.CALLS).last().isEqualTo(call("call 9999"));
	}

	@Test
	void aSlowBrowserMissesTheOldestUpdatesAndHoldsUpNobody() {
		StepVerifier.create(this.feed.updates().map(Update::number), 0)
			.then(() -> pass(100))
			.thenRequest(2)
			// The first one was on its way when the browser stalled; the queue keeps the
			// last ones.
			.expectNext(91L, 92L)
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.feed.state().number()).isEqualTo(100);
	}

	@Test
	void forgetsABrowserThatHasGone() {
		Disposable browser = this.feed.updates().subscribe();
		Disposable other = this.feed.updates().subscribe();
		assertThat(this.feed.browsers()).isEqualTo(2);
		browser.dispose();
		assertThat(this.feed.browsers()).isEqualTo(1);
		other.dispose();
		assertThat(this.feed.browsers()).isZero();
	}

	@Test
	void nobodyMissesTheUpdateBetweenTheStateAndTheStream() {
		pass(3);
		StepVerifier.create(this.feed.updates().map(Update::number))
			.expectNext(3L)
			.then(() -> pass(1))
			.expectNext(4L)
			.thenCancel()
			.verify(PATIENCE);
	}

	@Test
	void goesOnAfterAReadingThatFailed() {
		this.instruments.broken = true;
		pass(2);
		assertThat(this.feed.state().number()).isZero();
		this.instruments.broken = false;
		pass(2);
		assertThat(this.feed.state().number()).isPositive();
	}

	@Test
	void endsTheStreamsWhenTheApplicationStopsAndCanStartAgain() {
		StepVerifier.create(this.feed.updates()).then(this.feed::stop).expectComplete().verify(PATIENCE);
		assertThat(this.feed.isRunning()).isFalse();
		this.feed.start();
		assertThat(this.feed.isRunning()).isTrue();
		StepVerifier.create(this.feed.updates()).then(() -> pass(1)).expectNextCount(1).thenCancel().verify(PATIENCE);
	}

	@Test
	void whoWasThereBeforeItStartedIsSentAwayToComeAgain() {
		LiveFeed late = new LiveFeed(this.instruments, this.time);
		StepVerifier.create(late.updates()).then(late::start).expectComplete().verify(PATIENCE);
		late.stop();
	}

	@Test
	void saysSoWhenItCannotTick() {
		this.feed.stop();
		this.time.dispose();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(this.feed::start);
		assertThat(this.feed.isRunning()).isFalse();
	}

	private void pass(int seconds) {
		for (int i = 0; i < seconds; i++) {
			this.time.advanceTimeBy(Duration.ofSeconds(1));
		}
	}

	private static FinishedCall call(String requestId) {
		return new FinishedCall(0, "sms", "SendSms", "OK", "none", "none", 1, 12, requestId, List.of(),
				"Succeeded at once.");
	}

	private static final class Instruments implements Readings {

		private long ok;

		private boolean broken;

		@Override
		public Totals totals() {
			if (this.broken) {
				throw new IllegalStateException("No meters today");
			}
			return new Totals(Map.of(new Totals.Key("OK", "none"), this.ok), 0, Map.of(), 0, 0);
		}

		@Override
		public Seen seen() {
			return Seen.NOTHING;
		}

		@Override
		public Guard guard() {
			return new Guard("enforce", List.of(), null, new ClockOffset("right", 0));
		}

		@Override
		public List<Breaker> breakers() {
			return List.of(new Breaker("cvm", "CLOSED", 0, null, null));
		}

		@Override
		public String scenario() {
			return "normal";
		}

	}

}
