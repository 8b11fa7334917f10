package io.github.tencentcloud.resilience.throttle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.github.tencentcloud.resilience.client.ReactorTime;

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

	@Test
	void turnThatComesTooLateIsNotWaitedFor() {
		Line line = line(10);
		Disposable gone = enter(line, LONG, "gone");
		this.quota.waits(0, LONG / 2);
		gone.dispose();
		enter(line, LONG / 10, "hasty");
		assertThat(this.quota.asked).as("that of the one who has gone is too late").hasSize(2);
		this.quota.answer(1, false);
		assertOutcome(List.of(), List.of("hasty: late"));
		enter(line, LONG, "patient");
		assertThat(this.quota.asked).as("and this one can wait for it").hasSize(2);
		this.quota.answer(0, true);
		assertOutcome(List.of("patient"), List.of("hasty: late"));
	}

	@Test
	void whoHasWaitedLongestGoesFirst() {
		Line line = line(10);
		enter(line, LONG, "first", "second");
		this.quota.waits(1, LONG / 2);
		this.quota.answer(0, false);
		assertThat(this.quota.asked).as("the second's turn is the first's, so the second asks anew").hasSize(3);
		assertOutcome(List.of(), List.of());
		this.quota.answer(2, false);
		assertOutcome(List.of(), List.of("second: late"));
		this.quota.answer(1, true);
		assertOutcome(List.of("first"), List.of("second: late"));
	}

	@Test
	void whoHasGivenItsTurnAwayAsksAnew() {
		Line line = line(10);
		enter(line, LONG, "a", "b");
		this.quota.answer(1, true);
		assertOutcome(List.of("a"), List.of());
		this.quota.answer(0, false);
		assertThat(this.quota.asked).hasSize(3);
		this.quota.answer(2, true);
		assertOutcome(List.of("a", "b"), List.of());
	}

	@Test
	void whoHasGivenItsTurnAwayForOneThatIsTooLateAsksAnew() {
		Line line = line(10);
		enter(line, LONG, "patient");
		enter(line, LONG / 10, "hasty");
		this.quota.answer(1, true);
		assertOutcome(List.of("patient"), List.of());
		this.quota.waits(0, LONG / 2);
		assertThat(this.quota.asked).hasSize(3);
		this.quota.answer(2, false);
		assertOutcome(List.of("patient"), List.of("hasty: late"));
	}

	@Test
	void turnThatWasLeftOverAndDoesNotComeIsAskedForAnew() {
		Line line = line(10);
		enter(line, LONG, "gone").dispose();
		enter(line, LONG, "a");
		assertThat(this.quota.asked).hasSize(1);
		this.quota.answer(0, false);
		assertThat(this.quota.asked).hasSize(2);
		assertOutcome(List.of(), List.of());
		this.quota.answer(1, true);
		assertOutcome(List.of("a"), List.of());
	}

	@Test
	void promiseOfAQuotaThatIsNotAskedAnyMoreIsNotReliedUpon() {
		Line line = line(10);
		enter(line, LONG, "gone").dispose();
		this.quota.waits(0, LONG / 2);
		this.quota.source++;
		enter(line, LONG, "a");
		assertThat(this.quota.asked).hasSize(2);
		this.quota.answer(1, true);
		assertOutcome(List.of("a"), List.of());
	}

	@Test
	void earlierPromiseIsForWhoWaitsLongest() {
		Line line = line(10);
		enter(line, LONG, "first", "second", "third");
		this.quota.waits(0, LONG - 2);
		this.quota.waits(1, LONG - 1);
		this.quota.waits(2, LONG / 10);
		this.quota.answer(2, true);
		assertOutcome(List.of("first"), List.of());
		this.quota.answer(0, true);
		this.quota.answer(1, true);
		assertOutcome(List.of("first", "second", "third"), List.of());
		assertThat(this.quota.asked).hasSize(3);
	}

	private Line line(int maxQueue) {
		return new Line(this.quota, maxQueue, () -> new GateRefusal("full"), () -> new GateRefusal("late"),
				new ReactorTime());
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

		private int source;

		@Override
		public boolean tryNow() {
			return false;
		}

		@Override
		public CompletableFuture<Boolean> reserve(long maxWait, LongConsumer waits) {
			Asked asked = new Asked(maxWait, waits, new CompletableFuture<>());
			this.asked.add(asked);
			return asked.turn;
		}

		@Override
		public int source() {
			return this.source;
		}

		void waits(int number) {
			waits(number, 0);
		}

		/** The turn is promised, for a time from now. */
		void waits(int number, long wait) {
			this.asked.get(number).waits.accept(wait);
		}

		void answer(int number, boolean granted) {
			this.asked.get(number).turn.complete(granted);
		}

	}

	private record Asked(long maxWait, LongConsumer waits, CompletableFuture<Boolean> turn) {

	}

}
