package io.github.tencentcloud.resilience.webclient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AttemptTimer}, in virtual time.
 */
class AttemptTimerTests {

	private final AttemptTimers timers = new AttemptTimers();

	private final List<String> timedOut = new ArrayList<>();

	private VirtualTimeScheduler time;

	@BeforeEach
	void enterVirtualTime() {
		VirtualTimeScheduler.reset();
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void leaveVirtualTime() {
		VirtualTimeScheduler.reset();
	}

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
		this.timers.current().end(first);
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
		assertThat(this.time.getScheduledTaskCount()).isOne();
		begun.forEach(this.timers.current()::end);
		pass(20_000);
		assertThat(this.timedOut).isEmpty();
		assertThat(this.time.getScheduledTaskCount()).isOne();
	}

	@Test
	void attemptStaysWithTheSchedulerThatItBeganWith() throws InterruptedException {
		VirtualTimeScheduler.reset();
		CountDownLatch real = new CountDownLatch(1);
		AttemptTimer timer = this.timers.current();
		timer.begin(limited(real::countDown, new ReactorTime().nanos() + Duration.ofMillis(200).toNanos()));
		this.time = VirtualTimeScheduler.getOrSet();
		assertThat(this.timers.current()).isNotSameAs(timer).isSameAs(this.timers.current());
		begin("virtual", 20);
		assertThat(real.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.timedOut).isEmpty();
		pass(20_000);
		assertThat(this.timedOut).containsExactly("virtual");
	}

	@Test
	void alarmThatDoesNotRingIsSetAgain() {
		LateScheduler late = new LateScheduler();
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
		late.tasks.subList(2, late.tasks.size()).forEach(Runnable::run);
		assertThat(this.timedOut).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void schedulerThatRefusesIsTriedAgain() {
		LateScheduler late = new LateScheduler();
		AttemptTimer timer = new AttemptTimer(late);
		late.refuses = true;
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> timer.begin(limited("a", 10)));
		late.refuses = false;
		timer.begin(limited("b", 20));
		assertThat(late.tasks).hasSize(1);
	}

	private void pass(long millis) {
		this.time.advanceTimeBy(Duration.ofMillis(millis));
	}

	private AttemptTimer.Limited begin(String name, int seconds) {
		AttemptTimer.Limited limited = limited(name, new ReactorTime().nanos() + Duration.ofSeconds(seconds).toNanos());
		this.timers.current().begin(limited);
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
			public Runnable ending() {
				return ending;
			}

		};
	}

	/** Somebody blocks its threads. */
	private static final class LateScheduler implements Scheduler {

		private final List<Runnable> tasks = new ArrayList<>();

		private long now;

		private boolean refuses;

		@Override
		public Disposable schedule(Runnable task) {
			if (this.refuses) {
				throw new RejectedExecutionException();
			}
			this.tasks.add(task);
			return Disposables.disposed();
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return schedule(task);
		}

		@Override
		public long now(TimeUnit unit) {
			return unit.convert(this.now, TimeUnit.NANOSECONDS);
		}

		@Override
		public Worker createWorker() {
			throw new UnsupportedOperationException();
		}

	}

}
