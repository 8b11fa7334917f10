package io.github.tencentcloud.resilience.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.tencentcloud.resilience.QuietLoggers;

/**
 * Tests for calls whose callers go, and whose application stops, while other threads
 * drive them: thousands of short races, each from one barrier.
 */
@Tag("integration")
class CallRacesTests {

	private static final int ROUNDS = 2000;

	@RegisterExtension
	final QuietLoggers quiet = new QuietLoggers("io.github.tencentcloud.resilience",
			"reactor.core.publisher.Operators");

	private final ExecutorService threads = Executors.newFixedThreadPool(3);

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void whoeverIsFirstNothingIsKeptAndEachCallEndsOnce() throws Exception {
		Random random = new Random(13);
		for (int round = 0; round < ROUNDS; round++) {
			Choices choices = new Choices(random.ints(60, 0, 720720).toArray());
			ScheduledWorld world = new ScheduledWorld(choices, true);
			try {
				race(world, choices, random.nextInt(2000), random.nextInt(8) == 0);
			}
			catch (Exception | AssertionError ex) {
				throw new AssertionError(ex + "\nin round " + round + ":\n" + world.story(), ex);
			}
		}
	}

	private void race(ScheduledWorld world, Choices choices, int pause, boolean stops) throws Exception {
		List<ScheduledCall> calls = List.of(new ScheduledCall(world, choices, 0), new ScheduledCall(world, choices, 1));
		CyclicBarrier barrier = new CyclicBarrier(3);
		List<Future<?>> ends = new ArrayList<>();
		for (ScheduledCall call : calls) {
			ends.add(this.threads.submit(() -> {
				barrier.await();
				call.drive();
				return null;
			}));
		}
		ends.add(this.threads.submit(() -> {
			barrier.await();
			for (int i = 0; i < pause; i++) {
				Thread.onSpinWait();
			}
			calls.get(0).cancelAtAnyMoment();
			if (stops) {
				world.stop();
			}
			return null;
		}));
		while (!ends.stream().allMatch(Future::isDone)) {
			world.turnComes();
			Thread.onSpinWait();
		}
		for (Future<?> end : ends) {
			end.get(30, TimeUnit.SECONDS);
		}
		check(world, calls);
	}

	private static void check(ScheduledWorld world, List<ScheduledCall> calls) {
		int least = world.budget().capacity();
		int most = least;
		for (ScheduledCall call : calls) {
			call.checkEnd();
			least += call.least();
			most += call.most();
		}
		int fewest = least;
		int all = most;
		// What is granted to who has gone is given back by the thread that grants it.
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.untilAsserted(() -> world.checkBalance(fewest, all));
	}

}
