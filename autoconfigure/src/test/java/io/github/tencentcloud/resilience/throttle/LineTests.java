package io.github.tencentcloud.resilience.throttle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A line before a quota whose answers take their time.
 */
class LineTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(10);

	private final SlowQuota quota = new SlowQuota();

	private final List<String> sent = new ArrayList<>();

	private final List<String> refused = new ArrayList<>();

	private VirtualTimeScheduler time;

	@BeforeEach
	void start() {
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void stop() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void whoOnlyWaitsForAnAnswerIsNotInTheQueue() {
		Line line = line(1);
		enter(line, LONG, "a", "b", "c", "d");
		assertOutcome(List.of(), List.of());
		this.quota.answer(0, true);
		this.quota.answer(1, true);
		this.quota.waits(2);
		assertOutcome(List.of("a", "b"), List.of());
		this.quota.waits(3);
		assertOutcome(List.of("a", "b"), List.of("d: full"));
		enter(line, LONG, "e");
		assertOutcome(List.of("a", "b"), List.of("d: full", "e: full"));
		this.quota.answer(2, true);
		assertOutcome(List.of("a", "b", "c"), List.of("d: full", "e: full"));
		enter(line, LONG, "f");
		this.quota.answer(3, true);
		assertOutcome(List.of("a", "b", "c", "f"), List.of("d: full", "e: full"));
		assertThat(this.quota.asked).as("no turn is lost").hasSize(4);
	}

	@Test
	void withoutAQueueOnlyATurnAtOnceIsAskedFor() {
		Line line = line(0);
		enter(line, LONG, "a", "b");
		assertThat(this.quota.asked).extracting(Asked::maxWait).containsExactly(1L, 1L);
		this.quota.answer(0, true);
		this.quota.answer(1, false);
		assertOutcome(List.of("a"), List.of("b: full"));
	}

	@Test
	void whoCannotWaitIsRefusedAndNotWhoCan() {
		Line line = line(10);
		enter(line, 5, "hasty");
		enter(line, LONG, "patient");
		this.quota.answer(0, false);
		assertOutcome(List.of(), List.of("hasty: late"));
		this.quota.answer(1, true);
		assertOutcome(List.of("patient"), List.of("hasty: late"));
	}

	@Test
	void whoHasAnothersTurnNeedsNone() {
		Line line = line(10);
		Disposable gone = enter(line, LONG, "gone");
		enter(line, LONG, "a");
		gone.dispose();
		this.quota.answer(1, false);
		assertOutcome(List.of(), List.of());
		this.quota.answer(0, true);
		assertOutcome(List.of("a"), List.of());
	}

	private Line line(int maxQueue) {
		return new Line(this.quota, maxQueue, () -> new GateRefusal("full"), () -> new GateRefusal("late"));
	}

	private Disposable enter(Line line, long maxWait, String... names) {
		Disposable last = () -> {
		};
		for (String name : names) {
			Mono<Void> wait = line.enter(maxWait);
			assertThat(wait).isNotNull();
			last = wait.subscribe(null, (ex) -> this.refused.add(name + ": " + ex.getMessage()),
					() -> this.sent.add(name));
		}
		return last;
	}

	private void assertOutcome(List<String> sent, List<String> refused) {
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.sent).isEqualTo(sent);
		assertThat(this.refused).isEqualTo(refused);
	}

	/** Answers when the test wants it to. */
	private static final class SlowQuota implements Quota {

		private final List<Asked> asked = new ArrayList<>();

		@Override
		public boolean tryNow() {
			return false;
		}

		@Override
		public CompletableFuture<Boolean> reserve(long maxWait, Runnable waits) {
			Asked asked = new Asked(maxWait, waits, new CompletableFuture<>());
			this.asked.add(asked);
			return asked.turn;
		}

		void waits(int number) {
			this.asked.get(number).waits.run();
		}

		void answer(int number, boolean granted) {
			this.asked.get(number).turn.complete(granted);
		}

	}

	private record Asked(long maxWait, Runnable waits, CompletableFuture<Boolean> turn) {

	}

}
