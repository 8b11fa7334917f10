package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A queue before a quota whose answers take their time.
 */
class QuotaQueueTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(10);

	private final SlowQuota quota = new SlowQuota();

	private final List<String> sent = new ArrayList<>();

	private final List<String> refused = new ArrayList<>();

	private final VirtualTime time = new VirtualTime();

	@Test
	void whoOnlyWaitsForAnAnswerIsNotInTheQueue() {
		QuotaQueue queue = queue(1);
		enter(queue, LONG, "a", "b", "c", "d");
		assertOutcome(List.of(), List.of());
		this.quota.answer(0, true);
		this.quota.answer(1, true);
		this.quota.waits(2);
		assertOutcome(List.of("a", "b"), List.of());
		this.quota.waits(3);
		assertOutcome(List.of("a", "b"), List.of("d: full"));
		enter(queue, LONG, "e");
		assertOutcome(List.of("a", "b"), List.of("d: full", "e: full"));
		this.quota.answer(2, true);
		assertOutcome(List.of("a", "b", "c"), List.of("d: full", "e: full"));
		enter(queue, LONG, "f");
		this.quota.answer(3, true);
		assertOutcome(List.of("a", "b", "c", "f"), List.of("d: full", "e: full"));
		assertThat(this.quota.asked).as("no turn is lost").hasSize(4);
	}

	@Test
	void withoutAQueueOnlyATurnAtOnceIsAskedFor() {
		QuotaQueue queue = queue(0);
		enter(queue, LONG, "a", "b");
		assertThat(this.quota.asked).extracting(Asked::maxWait).containsExactly(1L, 1L);
		this.quota.answer(0, true);
		this.quota.answer(1, false);
		assertOutcome(List.of("a"), List.of("b: full"));
	}

	@Test
	void whoCannotWaitIsRefusedAndNotWhoCan() {
		QuotaQueue queue = queue(10);
		enter(queue, 5, "hasty");
		enter(queue, LONG, "patient");
		this.quota.answer(0, false);
		assertOutcome(List.of(), List.of("hasty: late"));
		this.quota.answer(1, true);
		assertOutcome(List.of("patient"), List.of("hasty: late"));
	}

	@Test
	void whoHasAnothersTurnNeedsNone() {
		QuotaQueue queue = queue(10);
		CompletableFuture<?> gone = enter(queue, LONG, "gone");
		enter(queue, LONG, "a");
		gone.cancel(false);
		this.quota.answer(1, false);
		assertOutcome(List.of(), List.of());
		this.quota.answer(0, true);
		assertOutcome(List.of("a"), List.of());
	}

	@Test
	void turnThatComesTooLateIsNotWaitedFor() {
		QuotaQueue queue = queue(10);
		CompletableFuture<?> gone = enter(queue, LONG, "gone");
		this.quota.waits(0, LONG / 2);
		gone.cancel(false);
		enter(queue, LONG / 10, "hasty");
		assertThat(this.quota.asked).as("that of the one who has gone is too late").hasSize(2);
		this.quota.answer(1, false);
		assertOutcome(List.of(), List.of("hasty: late"));
		enter(queue, LONG, "patient");
		assertThat(this.quota.asked).as("and this one can wait for it").hasSize(2);
		this.quota.answer(0, true);
		assertOutcome(List.of("patient"), List.of("hasty: late"));
	}

	@Test
	void whoHasWaitedLongestGoesFirst() {
		QuotaQueue queue = queue(10);
		enter(queue, LONG, "first", "second");
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
		QuotaQueue queue = queue(10);
		enter(queue, LONG, "a", "b");
		this.quota.answer(1, true);
		assertOutcome(List.of("a"), List.of());
		this.quota.answer(0, false);
		assertThat(this.quota.asked).hasSize(3);
		this.quota.answer(2, true);
		assertOutcome(List.of("a", "b"), List.of());
	}

	@Test
	void whoHasGivenItsTurnAwayForOneThatIsTooLateAsksAnew() {
		QuotaQueue queue = queue(10);
		enter(queue, LONG, "patient");
		enter(queue, LONG / 10, "hasty");
		this.quota.answer(1, true);
		assertOutcome(List.of("patient"), List.of());
		this.quota.waits(0, LONG / 2);
		assertThat(this.quota.asked).hasSize(3);
		this.quota.answer(2, false);
		assertOutcome(List.of("patient"), List.of("hasty: late"));
	}

	@Test
	void turnThatWasLeftOverAndDoesNotComeIsAskedForAnew() {
		QuotaQueue queue = queue(10);
		enter(queue, LONG, "gone").cancel(false);
		enter(queue, LONG, "a");
		assertThat(this.quota.asked).hasSize(1);
		this.quota.answer(0, false);
		assertThat(this.quota.asked).hasSize(2);
		assertOutcome(List.of(), List.of());
		this.quota.answer(1, true);
		assertOutcome(List.of("a"), List.of());
	}

	@Test
	void promiseOfAQuotaThatIsNotAskedAnyMoreIsNotReliedUpon() {
		QuotaQueue queue = queue(10);
		enter(queue, LONG, "gone").cancel(false);
		this.quota.waits(0, LONG / 2);
		this.quota.source++;
		enter(queue, LONG, "a");
		assertThat(this.quota.asked).hasSize(2);
		this.quota.answer(1, true);
		assertOutcome(List.of("a"), List.of());
	}

	@Test
	void earlierPromiseIsForWhoWaitsLongest() {
		QuotaQueue queue = queue(10);
		enter(queue, LONG, "first", "second", "third");
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

	@Test
	void turnOfOneWhoGoesJustBeforeItComesIsTheNextOnes() {
		QuotaQueue queue = queue(10);
		CompletableFuture<?> gone = enter(queue, LONG, "gone");
		enter(queue, LONG, "a");
		this.quota.answer(0, true);
		gone.cancel(false);
		assertOutcome(List.of("a"), List.of());
		enter(queue, LONG, "b");
		this.quota.answer(1, true);
		assertOutcome(List.of("a", "b"), List.of());
		assertThat(this.quota.asked).hasSize(2);
	}

	@Test
	void nobodyGoesOnWhereATurnIsAnnounced() {
		QuotaQueue queue = queue(10);
		CompletableFuture<?> turn = enter(queue, LONG, "a");
		CompletableFuture<?> late = enter(queue, LONG, "b");
		this.quota.answer(0, true);
		this.quota.answer(1, false);
		assertThat(turn).isNotDone();
		assertThat(late).isNotDone();
		assertOutcome(List.of("a"), List.of("b: late"));
	}

	private QuotaQueue queue(int maxQueue) {
		return new QuotaQueue(this.quota, maxQueue, () -> new GateRefusal("full"), () -> new GateRefusal("late"),
				this.time);
	}

	private CompletableFuture<?> enter(QuotaQueue queue, long maxWait, String... names) {
		CompletableFuture<?> last = new CompletableFuture<>();
		for (String name : names) {
			CompletionStage<?> wait = queue.enter(maxWait);
			assertThat(wait).isNotNull();
			wait.whenComplete((ignored, ex) -> {
				if (ex == null) {
					this.sent.add(name);
				}
				else if (!(ex instanceof CancellationException)) {
					this.refused.add(name + ": " + ex.getMessage());
				}
			});
			last = wait.toCompletableFuture();
		}
		return last;
	}

	private void assertOutcome(List<String> sent, List<String> refused) {
		this.time.advance(Duration.ofMillis(1));
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
