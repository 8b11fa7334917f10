package io.github.tencentcloud.resilience.admission;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.tencentcloud.resilience.TencentCloudCall;
import io.github.tencentcloud.resilience.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of the state that calls share when its settings change.
 */
class RetunedStateTests {

	private static final long LATE = Duration.ofMinutes(5).toNanos();

	private final VirtualTime time = new VirtualTime();

	private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

	private final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();

	@Test
	void breakerWhoseSettingsAreTheSameStaysOpen() {
		BreakerSettings same = breaker(50, BreakerScope.PRODUCT);
		CircuitBreakers breakers = breakers((product) -> same);
		open(breakers, "cvm");
		open(breakers, "sms");
		breakers.retune((product) -> product.equals("sms") ? breaker(10, BreakerScope.PRODUCT) : same);
		assertThat(state(breakers, "cvm")).isEqualTo(State.OPEN);
		assertThat(state(breakers, "sms")).isEqualTo(State.CLOSED);
		assertThat(find(breakers, "sms").getCircuitBreakerConfig().getFailureRateThreshold()).isEqualTo(10);
		assertThat(this.breakers.circuitBreaker("tencentcloud-sms")).isSameAs(find(breakers, "sms"));
	}

	/** Somebody would wonder what an open breaker that no call has is about. */
	@Test
	void breakerThatNoCallHasAnyMoreGoes() {
		CircuitBreakers breakers = breakers((product) -> breaker(50, BreakerScope.PRODUCT));
		open(breakers, "cvm");
		open(breakers, "sms");
		breakers.retune((product) -> product.equals("sms") ? off() : breaker(50, BreakerScope.REGION));
		assertThat(this.breakers.getAllCircuitBreakers()).isEmpty();
		assertThat(breakers.of(call("sms"))).isNull();
		assertThat(find(breakers, "cvm").getName()).isEqualTo("tencentcloud-none");
		breakers.retune((product) -> breaker(50, BreakerScope.PRODUCT));
		assertThat(state(breakers, "sms")).isEqualTo(State.CLOSED);
		assertThat(breakers.all()).containsOnlyKeys("tencentcloud-sms");
	}

	@Test
	void breakerOfSomebodyElseIsLeftAlone() {
		CircuitBreaker theirs = this.breakers.circuitBreaker("tencentcloud-cvm",
				CircuitBreakerConfig.custom().failureRateThreshold(7).build());
		CircuitBreakers breakers = breakers((product) -> breaker(50, BreakerScope.PRODUCT));
		open(breakers, "cvm");
		breakers.retune((product) -> breaker(10, BreakerScope.PRODUCT));
		assertThat(find(breakers, "cvm")).isSameAs(theirs);
		breakers.retune((product) -> off());
		assertThat(this.breakers.getAllCircuitBreakers()).containsExactly(theirs);
	}

	@Test
	void listenerThatThrowsDoesNotStopTheChange() {
		CircuitBreakers breakers = breakers((product) -> breaker(50, BreakerScope.PRODUCT));
		open(breakers, "cvm");
		open(breakers, "sms");
		this.breakers.getEventPublisher().onEntryReplaced((event) -> {
			throw new IllegalStateException("meters");
		});
		breakers.retune((product) -> breaker(10, BreakerScope.PRODUCT));
		assertThat(state(breakers, "cvm")).isEqualTo(State.CLOSED);
		assertThat(state(breakers, "sms")).isEqualTo(State.CLOSED);
	}

	@Test
	void budgetKeepsWhatFits() {
		RetryBudgets budgets = new RetryBudgets((product) -> budget(true, 100), (product, budget) -> {
		});
		RetryBudget budget = budgets.of("cvm");
		budget.withdraw(false);
		budgets.retune((product) -> budget(true, 200));
		assertThat(budgets.of("cvm")).isSameAs(budget);
		assertThat(budget.tokens()).isEqualTo(90);
		budget.refund(1000);
		assertThat(budget.tokens()).isEqualTo(200);
		budgets.retune((product) -> budget(true, 20));
		assertThat(budget.tokens()).isEqualTo(20);
		budgets.retune((product) -> budget(false, 20));
		assertThat(budgets.of("cvm")).isNull();
		assertThat(budgets.all()).isEmpty();
		budgets.retune((product) -> budget(true, 20));
		assertThat(budgets.of("cvm")).as("its gauge shows this one").isSameAs(budget);
	}

	@Test
	void whoWaitsForAPlaceGetsOneOfTheNew() {
		Bulkheads bulkheads = new Bulkheads(this.bulkheads, (product) -> bulkhead(1, 60), this.time);
		BulkheadPermit first = bulkheads.permit("cvm");
		assertThat(first.take(0, LATE)).isNull();
		CompletionStage<?> second = bulkheads.permit("cvm").take(0, LATE);
		assertThat(second).isNotNull();
		bulkheads.retune((product) -> bulkhead(2, 60));
		this.time.advance(Duration.ZERO);
		assertThat(second.toCompletableFuture()).isCompleted();
		CompletionStage<?> third = bulkheads.permit("cvm").take(0, LATE);
		assertThat(third).isNotNull().isNotDone();
		first.leave();
		this.time.advance(Duration.ZERO);
		assertThat(third.toCompletableFuture()).isCompleted();
	}

	@Test
	void waitForAPlaceChanges() {
		Bulkheads bulkheads = new Bulkheads(this.bulkheads, (product) -> bulkhead(1, 60), this.time);
		assertThat(bulkheads.permit("cvm").take(0, LATE)).isNull();
		bulkheads.retune((product) -> bulkhead(1, 0));
		assertThat(bulkheads.permit("cvm").take(0, LATE)).isCompletedExceptionally();
		bulkheads.retune((product) -> bulkhead(1, 10));
		assertThat(bulkheads.permit("cvm").take(0, LATE)).isNotNull().isNotDone();
	}

	/**
	 * Those who had a place before are not counted. Who retunes must not wait for them.
	 */
	@Test
	void fewerPlacesAreCountedAnew() {
		Bulkheads bulkheads = new Bulkheads(this.bulkheads, (product) -> bulkhead(2, 60), this.time);
		BulkheadPermit first = bulkheads.permit("cvm");
		assertThat(first.take(0, LATE)).isNull();
		assertThat(bulkheads.permit("cvm").take(0, LATE)).isNull();
		CompletionStage<?> waiting = bulkheads.permit("cvm").take(0, LATE);
		bulkheads.retune((product) -> bulkhead(1, 60));
		assertThat(bulkheads.permit("cvm").take(0, LATE)).isNull();
		assertThat(bulkheads.permit("cvm").take(0, LATE)).isNotNull();
		first.leave();
		this.time.advance(Duration.ZERO);
		assertThat(waiting.toCompletableFuture()).as("one who waited before").isCompleted();
	}

	@Test
	void bulkheadComesAndGoes() {
		Bulkheads bulkheads = new Bulkheads(this.bulkheads, (product) -> null, this.time);
		assertThat(bulkheads.permit("cvm")).isNull();
		bulkheads.retune((product) -> bulkhead(1, 0));
		assertThat(bulkheads.permit("cvm").take(0, LATE)).isNull();
		bulkheads.retune((product) -> null);
		assertThat(bulkheads.permit("cvm")).isNull();
		assertThat(this.bulkheads.getAllBulkheads()).isEmpty();
	}

	@Test
	void bulkheadOfSomebodyElseIsLeftAlone() {
		Bulkhead theirs = this.bulkheads.bulkhead("tencentcloud-cvm",
				BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(Duration.ofMinutes(1)).build());
		Bulkheads bulkheads = new Bulkheads(this.bulkheads, (product) -> bulkhead(5, 0), this.time);
		assertThat(bulkheads.permit("cvm").take(0, LATE)).isNull();
		bulkheads.retune((product) -> bulkhead(9, 0));
		assertThat(bulkheads.permit("cvm").take(0, LATE)).isNotNull();
		bulkheads.retune((product) -> null);
		assertThat(this.bulkheads.getAllBulkheads()).containsExactly(theirs);
		assertThat(theirs.getBulkheadConfig().getMaxConcurrentCalls()).isOne();
	}

	@Test
	void pacedActionIsNoLongerPacedIfItsSettingsChange() {
		AdaptivePacer pacer = new AdaptivePacer((product) -> new PacingSettings(true, 0.5, 5), this.time);
		for (String product : new String[] { "cvm", "sms" }) {
			pacer.answered(call(product), true, this.time.nanos(), this.time.nanos());
		}
		pacer.retune((product) -> new PacingSettings(true, product.equals("cvm") ? 0.5 : 2, 5));
		assertThat(pacer.levels()).extracting(PaceLevel::product).containsExactly("cvm");
		pacer.retune((product) -> new PacingSettings(false, 0.5, 5));
		assertThat(pacer.levels()).isEmpty();
		pacer.answered(call("cvm"), true, this.time.nanos(), this.time.nanos());
		assertThat(pacer.levels()).isEmpty();
	}

	@Test
	void quotaBeginsAnewIfItsLimitChanges() {
		QuotaGate gate = new QuotaGate((product, action) -> RateLimit.of("1/m"), 5, null, this.time);
		assertThat(pass(gate, "cvm")).isNull();
		assertThat(pass(gate, "sms")).isNull();
		gate.retune((product, action) -> RateLimit.of(product.equals("cvm") ? "2/m" : "1/m"), 5);
		assertThat(pass(gate, "sms")).as("its limit is the same").isNotNull();
		assertThat(pass(gate, "cvm")).isNull();
		assertThat(pass(gate, "cvm")).isNotNull();
		gate.retune((product, action) -> null, 5);
		assertThat(pass(gate, "cvm")).isNull();
	}

	private @Nullable CompletionStage<?> pass(QuotaGate gate, String product) {
		return gate.pass(call(product), 1, this.time.nanos(), this.time.nanos() + LATE);
	}

	private CircuitBreakers breakers(Function<String, BreakerSettings> settings) {
		return new CircuitBreakers(this.breakers, settings, this.time);
	}

	private static CircuitBreaker find(CircuitBreakers breakers, String product) {
		return Objects.requireNonNull(breakers.of(call(product))).breaker();
	}

	private static State state(CircuitBreakers breakers, String product) {
		return find(breakers, product).getState();
	}

	private static void open(CircuitBreakers breakers, String product) {
		find(breakers, product).transitionToOpenState();
	}

	private static BreakerSettings breaker(float threshold, BreakerScope scope) {
		return new BreakerSettings(true, Set.of(scope),
				CircuitBreakerConfig.custom().failureRateThreshold(threshold).build());
	}

	private static BreakerSettings off() {
		return new BreakerSettings(false, Set.of(), CircuitBreakerConfig.ofDefaults());
	}

	private static BulkheadSettings bulkhead(int places, int seconds) {
		return new BulkheadSettings(places, Duration.ofSeconds(seconds));
	}

	private static RetryBudgetSettings budget(boolean enabled, int capacity) {
		return new RetryBudgetSettings(enabled, capacity, 10, 10, 1);
	}

	private static TencentCloudCall call(String product) {
		return new TencentCloudCall(product, "DescribeZones", null, "none", product + ".example", "POST");
	}

}
