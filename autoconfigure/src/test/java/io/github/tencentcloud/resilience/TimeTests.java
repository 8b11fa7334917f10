package io.github.tencentcloud.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.tencentcloud.resilience.webclient.ReactorTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for those that tell the time.
 */
@ExtendWith(OutputCaptureExtension.class)
class TimeTests {

	private static final long LIMIT = 30;

	private static final long SOON = TimeUnit.MILLISECONDS.toNanos(20);

	@ParameterizedTest
	@EnumSource
	void alarmComesLaterAndOnAThreadOfItsOwn(Kind kind) throws Exception {
		Time time = kind.create();
		long start = time.nanos();
		CompletableFuture<Long> came = new CompletableFuture<>();
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		time.alarm(SOON, () -> {
			thread.complete(Thread.currentThread());
			came.complete(time.nanos());
		});
		assertThat(came.get(LIMIT, TimeUnit.SECONDS) - start).isGreaterThanOrEqualTo(SOON);
		assertThat(thread.join()).isNotSameAs(Thread.currentThread()).matches(Thread::isDaemon);
		assertThat(time.instant()).isCloseTo(Instant.now(), within(Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@EnumSource
	void alarmWithoutDelayComesOnAnotherThreadToo(Kind kind) throws Exception {
		Time time = kind.create();
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		time.alarm(-1, () -> thread.complete(Thread.currentThread()));
		assertThat(thread.get(LIMIT, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
	}

	@ParameterizedTest
	@EnumSource
	void cancelledAlarmDoesNotCome(Kind kind) throws Exception {
		Time time = kind.create();
		AtomicInteger came = new AtomicInteger();
		Time.Alarm alarm = time.alarm(SOON, came::incrementAndGet);
		alarm.cancel();
		alarm.cancel();
		CountDownLatch later = new CountDownLatch(1);
		time.alarm(3 * SOON, later::countDown);
		assertThat(later.await(LIMIT, TimeUnit.SECONDS)).isTrue();
		assertThat(came).hasValue(0);
	}

	@ParameterizedTest
	@EnumSource
	void alarmThatIsRunningIsNotInterrupted(Kind kind) throws Exception {
		Time time = kind.create();
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Time.Alarm alarm = time.alarm(0, () -> {
			running.countDown();
			boolean before = false;
			try {
				cancelled.await();
			}
			catch (InterruptedException ex) {
				before = true;
			}
			interrupted.complete(before || Thread.interrupted());
		});
		assertThat(running.await(LIMIT, TimeUnit.SECONDS)).isTrue();
		alarm.cancel();
		cancelled.countDown();
		assertThat(interrupted.get(LIMIT, TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void reactorsTimeIsVirtualWhereItsTimersAre() {
		Time time = new ReactorTime();
		VirtualTimeScheduler timers = VirtualTimeScheduler.getOrSet();
		try {
			long start = time.nanos();
			Instant before = time.instant();
			AtomicInteger came = new AtomicInteger();
			time.alarm(Duration.ofHours(1).toNanos(), came::incrementAndGet);
			timers.advanceTimeBy(Duration.ofMinutes(59));
			assertThat(came).hasValue(0);
			timers.advanceTimeBy(Duration.ofMinutes(1));
			assertThat(came).hasValue(1);
			assertThat(time.nanos() - start).isEqualTo(Duration.ofHours(1).toNanos());
			assertThat(Duration.between(before, time.instant())).isEqualTo(Duration.ofHours(1));
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	@Test
	void alarmThatFailsIsLoggedAndStopsNoOther(CapturedOutput output) throws Exception {
		try (SystemTime time = new SystemTime()) {
			CountDownLatch next = new CountDownLatch(1);
			time.alarm(0, () -> {
				throw new IllegalStateException("bug in an alarm");
			});
			time.alarm(SOON, next::countDown);
			assertThat(next.await(LIMIT, TimeUnit.SECONDS)).isTrue();
			assertThat(output).containsOnlyOnce("bug in an alarm");
		}
	}

	@Test
	void whatIsSetComesAlthoughTheTimeIsClosedAndSoDoesWhatIsSetLater() throws Exception {
		SystemTime time = new SystemTime();
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		time.alarm(SOON, () -> thread.complete(Thread.currentThread()));
		time.close();
		Thread first = thread.get(LIMIT, TimeUnit.SECONDS);
		first.join(TimeUnit.SECONDS.toMillis(LIMIT));
		assertThat(first.isAlive()).as("it does not outlast the application").isFalse();
		CountDownLatch later = new CountDownLatch(1);
		time.alarm(0, later::countDown);
		assertThat(later.await(LIMIT, TimeUnit.SECONDS)).isTrue();
		time.close();
		time.close();
	}

	@Test
	void closedTimeWaitsForNoAlarmThatWasCancelled() throws Exception {
		SystemTime time = new SystemTime();
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		time.alarm(0, () -> thread.complete(Thread.currentThread()));
		time.alarm(TimeUnit.HOURS.toNanos(1), () -> {
		}).cancel();
		time.close();
		Thread first = thread.get(LIMIT, TimeUnit.SECONDS);
		first.join(TimeUnit.SECONDS.toMillis(LIMIT));
		assertThat(first.isAlive()).isFalse();
	}

	enum Kind {

		SYSTEM(SystemTime::new), REACTOR(ReactorTime::new);

		private final Supplier<Time> supplier;

		Kind(Supplier<Time> supplier) {
			this.supplier = supplier;
		}

		Time create() {
			return this.supplier.get();
		}

	}

}
