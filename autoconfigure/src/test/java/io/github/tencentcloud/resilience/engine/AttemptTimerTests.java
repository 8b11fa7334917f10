package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.github.tencentcloud.resilience.Time;
import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.webclient.ReactorTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AttemptTimer}, in virtual time.
 */
class AttemptTimerTests {

	private final VirtualTime time = new VirtualTime();

	private final AttemptTimer timer = new AttemptTimer(this.time);

	private final List<String> timedOut = new ArrayList<>();

	@Test
	void endsAtItsLimitAndNotBefore() {
		begin("a", 10);
		pass(9_999);
		assertThat(this.timedOut).isEmpty();
		pass(1);
		assertThat(this.timedOut).containsExactly("a");
		pass(60_000);
		assertThat(this.timedOut).containsExactly("a");
	}

	@Test
	void whatHasEndedIsLeftAlone() {
		AttemptTimer.Limited first = begin("a", 10);
		pass(5_000);
		begin("b", 10);
		this.timer.end(first);
		pass(9_999);
		assertThat(this.timedOut).isEmpty();
		pass(1);
		assertThat(this.timedOut).containsExactly("b");
	}

	@Test
	void eachEndsAtItsOwnLimit() {
		begin("late", 30);
		begin("soon", 1);
		begin("between", 10);
		pass(1_000);
		assertThat(this.timedOut).containsExactly("soon");
		pass(9_000);
		assertThat(this.timedOut).containsExactly("soon", "between");
		begin("last", 21);
		pass(20_000);
		assertThat(this.timedOut).containsExactly("soon", "between", "late");
		pass(1_000);
		assertThat(this.timedOut).containsExactly("soon", "between", "late", "last");
	}

	@Test
	void limitThatIsOverAlreadyEndsAtOnce() {
		begin("a", 0);
		begin("b", -5);
		pass(0);
		assertThat(this.timedOut).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void oneTimerForAll() {
		List<AttemptTimer.Limited> begun = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			begun.add(begin("a", 10));
			pass(1);
		}
		assertThat(this.time.alarms()).isOne();
		begun.forEach(this.timer::end);
		pass(20_000);
		assertThat(this.timedOut).isEmpty();
		assertThat(this.time.alarms()).isZero();
	}

	/** In tests of the application's, too, the timers may be others for a while. */
	@Test
	void alarmIsSetByWhateverTimersThereAre() throws InterruptedException {
		AttemptTimer timer = new AttemptTimer(new ReactorTime());
		AttemptTimer.Limited ended = limited("ended", new ReactorTime().nanos() + Duration.ofHours(1).toNanos());
		timer.begin(ended);
		timer.end(ended);
		VirtualTimeScheduler virtual = VirtualTimeScheduler.getOrSet();
		try {
			timer.begin(limited("virtual", new ReactorTime().nanos() + Duration.ofSeconds(20).toNanos()));
			virtual.advanceTimeBy(Duration.ofSeconds(19));
			assertThat(this.timedOut).isEmpty();
			virtual.advanceTimeBy(Duration.ofSeconds(1));
			assertThat(this.timedOut).containsExactly("virtual");
			timer.begin(limited("never", new ReactorTime().nanos() + Duration.ofSeconds(20).toNanos()));
		}
		finally {
			VirtualTimeScheduler.reset();
		}
		CountDownLatch real = new CountDownLatch(1);
		timer.begin(limited(real::countDown, new ReactorTime().nanos() + Duration.ofMillis(50).toNanos()));
		assertThat(real.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void alarmThatDoesNotRingIsSetAgain() {
		LateTime late = new LateTime();
		AttemptTimer timer = new AttemptTimer(late);
		timer.begin(limited("a", 10));
		late.now = 10 + Duration.ofMillis(50).toNanos();
		timer.begin(limited("b", late.now + 1000));
		assertThat(late.tasks).hasSize(1);
		late.now = 10 + Duration.ofMillis(101).toNanos();
		timer.begin(limited("c", late.now + 1000));
		assertThat(late.tasks).hasSize(2);
		late.tasks.get(1).run();
		late.tasks.get(0).run();
		assertThat(this.timedOut).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void errorKeepsNobodyElseFromEnding() {
		begin("late", 20);
		this.timer.begin(limited(() -> {
			throw new OutOfMemoryError("unable to create native thread");
		}, this.time.nanos() + Duration.ofSeconds(10).toNanos()));
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> pass(10_000));
		pass(10_000);
		assertThat(this.timedOut).containsExactly("late");
	}

	@Test
	void whatFailsToEndKeepsNobodyElseFromEnding() {
		begin("late", 20);
		for (int i = 0; i < 10; i++) {
			begin("a" + i, 10);
			this.timer.begin(limited(() -> {
				throw new IllegalStateException("cannot end");
			}, this.time.nanos() + Duration.ofSeconds(10).toNanos()));
		}
		assertThatIllegalStateException().isThrownBy(() -> pass(10_000)).withMessage("cannot end");
		assertThat(this.timedOut).hasSize(10);
		pass(10_000);
		assertThat(this.timedOut).hasSize(11).endsWith("late");
	}

	@Test
	void timeThatRefusesIsAskedAgain() {
		LateTime late = new LateTime();
		AttemptTimer timer = new AttemptTimer(late);
		late.refuses = true;
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> timer.begin(limited("a", 10)));
		late.refuses = false;
		timer.begin(limited("b", 20));
		assertThat(late.tasks).hasSize(1);
	}

	private void pass(long millis) {
		this.time.advance(Duration.ofMillis(millis));
	}

	private AttemptTimer.Limited begin(String name, int seconds) {
		AttemptTimer.Limited limited = limited(name, this.time.nanos() + Duration.ofSeconds(seconds).toNanos());
		this.timer.begin(limited);
		return limited;
	}

	private AttemptTimer.Limited limited(String name, long limit) {
		return limited(() -> this.timedOut.add(name), limit);
	}

	private static AttemptTimer.Limited limited(Runnable ending, long limit) {
		return new AttemptTimer.Limited() {

			@Override
			public long limit() {
				return limit;
			}

			@Override
			public void timeIsUp() {
				ending.run();
			}

		};
	}

	/** Somebody blocks its threads. */
	private static final class LateTime implements Time {

		private final List<Runnable> tasks = new ArrayList<>();

		private long now;

		private boolean refuses;

		@Override
		public long nanos() {
			return this.now;
		}

		@Override
		public Instant instant() {
			return Instant.EPOCH;
		}

		@Override
		public Alarm alarm(long delayNanos, Runnable task) {
			if (this.refuses) {
				throw new RejectedExecutionException();
			}
			this.tasks.add(task);
			return () -> {
			};
		}

	}

}
