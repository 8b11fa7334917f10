package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.Decision;
import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.VirtualTime;
import io.github.tencentcloud.resilience.policy.Policy;
import io.github.tencentcloud.resilience.policy.RetryStep;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of random schedules of calls that wait, are sent, answered, repeated and
 * cancelled at any moment, also from inside of what they call: places and tokens balance,
 * and nobody waits for ever.
 */
@Tag("integration")
class AdmissionScheduleTests {

	private static final int SCHEDULES = 3000;

	private static final int COST = 5;

	private static final int CAPACITY = 10_000;

	@Test
	void placesAndTokensBalanceWhateverIsCancelledWhen() {
		int sent = 0;
		int cancelled = 0;
		int refused = 0;
		for (int seed = 0; seed < SCHEDULES; seed++) {
			Schedule schedule = new Schedule(seed);
			schedule.run();
			schedule.check();
			sent += schedule.sent;
			refused += schedule.refused;
			cancelled += schedule.cancelled;
		}
		assertThat(List.of(sent, refused, cancelled)).as("all of it happens")
			.allSatisfy((count) -> assertThat(count).isGreaterThan(SCHEDULES));
	}

	private static final class Schedule {

		private static final List<Policy> POLICIES = List.of(Policy.of(Policy.THROTTLED, Decision.RETRY),
				Policy.of("transient", Decision.CIRCUIT_BREAK), Policy.of("invalid", Decision.FAIL));

		private final int seed;

		private final Random random;

		private final VirtualTime time = new VirtualTime();

		private final int places;

		private final Bulkhead bulkhead;

		private final RetryBudgets budgets = new RetryBudgets(
				(product) -> new RetryBudgetSettings(true, CAPACITY, COST, COST, 0), (product, budget) -> {
				});

		private final AdaptivePacer pacer = new AdaptivePacer((product) -> new PacingSettings(true, 0.5, 10),
				this.time);

		private final AdmissionControl admissions;

		private final List<Caller> callers = new ArrayList<>();

		/** A stage would keep them for itself. */
		private final List<AssertionError> errors = new ArrayList<>();

		private int underWay;

		private int lost;

		private int sent;

		private int refused;

		private int cancelled;

		Schedule(int seed) {
			this.seed = seed;
			this.random = new Random(seed);
			this.places = 1 + this.random.nextInt(3);
			BulkheadRegistry registry = BulkheadRegistry.ofDefaults();
			Duration maxWait = Duration.ofMillis(this.random.nextInt(4) * 700L);
			Bulkheads bulkheads = new Bulkheads(registry, (product) -> new BulkheadSettings(this.places, maxWait),
					this.time);
			QuotaGate quota = new QuotaGate((product, action) -> RateLimit.of("5/s"), 20, null, this.time);
			this.admissions = new AdmissionControl(List.of(this::ownGate, quota, this.pacer, this::lastGate),
					this.budgets, bulkheads, this.time);
			assertThat(bulkheads.permit("cvm")).isNotNull();
			this.bulkhead = registry.find("tencentcloud-cvm").orElseThrow();
			this.bulkhead.getEventPublisher().onCallPermitted((event) -> sometimes(10, this::cancelAny));
			this.bulkhead.getEventPublisher().onCallFinished((event) -> sometimes(10, this::cancelAny));
		}

		private @Nullable CompletionStage<?> ownGate(TencentCloudCall call, int attempt, long now, long deadline) {
			return switch (this.random.nextInt(12)) {
				case 0 -> CompletableFuture.failedFuture(new GateRefusal("no"));
				case 1 -> new CompletableFuture<>();
				case 2 -> CompletableFuture.completedFuture("now");
				case 3 -> throw new IllegalStateException("bug");
				case 4 -> later().minimalCompletionStage();
				case 5, 6 -> later();
				default -> null;
			};
		}

		/** Asked by who has waited for the others, and may go just then. */
		private @Nullable CompletionStage<?> lastGate(TencentCloudCall call, int attempt, long now, long deadline) {
			sometimes(5, this::cancelAny);
			return null;
		}

		private CompletableFuture<String> later() {
			CompletableFuture<String> later = new CompletableFuture<>();
			this.time.alarm(millis(1500), () -> later.complete("later"));
			return later;
		}

		private long millis(int most) {
			return Duration.ofMillis(this.random.nextInt(most)).toNanos();
		}

		private void sometimes(int percent, Runnable action) {
			if (this.random.nextInt(100) < percent) {
				action.run();
			}
		}

		private void cancelAny() {
			if (!this.callers.isEmpty()) {
				this.callers.get(this.random.nextInt(this.callers.size())).cancel();
			}
		}

		void run() {
			for (int i = 0; i < 20; i++) {
				this.time.alarm(millis(3000), () -> {
					Caller caller = new Caller();
					this.callers.add(caller);
					caller.attempt();
				});
				sometimes(30, () -> this.time.alarm(millis(5000), this::cancelAny));
			}
			this.time.advance(Duration.ofMinutes(2));
		}

		void check() {
			assertThat(this.errors).as("seed %d", this.seed).isEmpty();
			assertThat(this.callers).as("seed %d", this.seed).hasSize(20).allMatch((caller) -> caller.over);
			assertThat(this.underWay).as("seed %d", this.seed).isZero();
			assertThat(this.bulkhead.getMetrics().getAvailableConcurrentCalls()).as("places, seed %d", this.seed)
				.isEqualTo(this.places);
			assertThat(this.budgets.of("cvm").tokens()).as("tokens, seed %d", this.seed)
				.isEqualTo(CAPACITY - this.lost);
			assertThat(this.pacer.levels()).as("seed %d", this.seed).allMatch((level) -> level.waiting() == 0);
			assertThat(this.time.alarms()).as("alarms, seed %d", this.seed).isZero();
		}

		/** A call, driven as a loop would drive it. */
		private final class Caller {

			private final long deadline = Schedule.this.time.nanos() + Duration.ofSeconds(10).toNanos();

			private final Admission admission = Schedule.this.admissions.admission(
					new TencentCloudCall("cvm", "DescribeInstances", null, "none", "host", "POST"), this.deadline);

			private int attempts;

			private boolean paid;

			private boolean sending;

			private boolean over;

			void attempt() {
				if (Schedule.this.time.nanos() - this.deadline >= 0) {
					this.over = true;
					this.admission.notSent();
					return;
				}
				CompletionStage<?> turn = this.admission.enter(++this.attempts);
				if (turn == null) {
					send();
				}
				else {
					turn.whenComplete((ignored, error) -> {
						try {
							turn(turn, error);
						}
						catch (AssertionError ex) {
							Schedule.this.errors.add(ex);
						}
					});
				}
			}

			private void turn(CompletionStage<?> turn, @Nullable Throwable error) {
				assertThat(Schedule.this.time.nanos()).isLessThanOrEqualTo(this.deadline);
				if (this.over) {
					return;
				}
				if (error == null) {
					sometimes(10, this::cancel);
					sometimes(5, () -> turn.toCompletableFuture().cancel(false));
					send();
				}
				else {
					assertThat(error).isInstanceOfAny(GateRefusal.class, BulkheadFullException.class);
					Schedule.this.refused++;
					this.over = true;
					this.admission.notSent();
				}
			}

			private void send() {
				if (this.over) {
					return;
				}
				this.sending = true;
				assertThat(++Schedule.this.underWay).isLessThanOrEqualTo(Schedule.this.places);
				Schedule.this.sent++;
				long start = Schedule.this.time.nanos();
				Schedule.this.time.alarm(millis(400), () -> answered(start));
			}

			private void answered(long start) {
				if (this.over) {
					return;
				}
				boolean wasPaid = ended();
				int kind = Schedule.this.random.nextInt(POLICIES.size() + 1);
				if (kind == POLICIES.size()) {
					this.over = true;
					this.admission.succeeded(start);
					this.admission.leave();
					return;
				}
				Policy policy = POLICIES.get(kind);
				this.admission.failed(policy, true, start);
				this.admission.leave();
				Schedule.this.lost += (wasPaid && policy.decision() != Decision.FAIL) ? COST : 0;
				if (this.over) {
					return;
				}
				if (policy.decision() == Decision.FAIL || this.attempts == 4) {
					this.over = true;
					return;
				}
				RetryStep step = this.admission.affordable(new RetryStep.Retry(Duration.ZERO), policy);
				assertThat(step).isInstanceOf(RetryStep.Retry.class);
				this.paid = true;
				Schedule.this.time.alarm(millis(300), () -> {
					if (!this.over) {
						attempt();
					}
				});
			}

			private boolean ended() {
				this.sending = false;
				Schedule.this.underWay--;
				boolean paid = this.paid;
				this.paid = false;
				return paid;
			}

			void cancel() {
				if (this.over) {
					return;
				}
				this.over = true;
				Schedule.this.cancelled++;
				if (this.sending) {
					Schedule.this.lost += ended() ? COST : 0;
					this.admission.failed(POLICIES.get(2), false, 0);
				}
				this.admission.cancel();
			}

		}

	}

}
