package io.github.tencentcloud.resilience.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what retries cost and what comes in.
 */
class RetryBudgetTests {

	@Test
	void retriesInVainEmptyIt() {
		RetryBudget budget = new RetryBudget(new RetryBudgetSettings(true, 12, 5, 3, 1));
		assertThat(budget.withdraw(false)).isEqualTo(5);
		assertThat(budget.withdraw(false)).isEqualTo(5);
		assertThat(budget.withdraw(false)).isEqualTo(-1);
		assertThat(budget.tokens()).isEqualTo(2);
		assertThat(budget.withdraw(true)).isEqualTo(-1);
	}

	@Test
	void successesFillItUpToItsCapacity() {
		RetryBudget budget = new RetryBudget(new RetryBudgetSettings(true, 10, 5, 5, 2));
		budget.refund(0);
		assertThat(budget.tokens()).isEqualTo(10);
		budget.withdraw(false);
		budget.withdraw(false);
		budget.refund(0);
		assertThat(budget.tokens()).isEqualTo(2);
		budget.refund(5);
		assertThat(budget.tokens()).isEqualTo(7);
		budget.refund(5);
		assertThat(budget.tokens()).isEqualTo(10);
	}

	@Test
	void largestOfAllDoesNotOverflow() {
		RetryBudget budget = new RetryBudget(new RetryBudgetSettings(true, Integer.MAX_VALUE, 5, 5, 1));
		budget.withdraw(false);
		budget.refund(0);
		budget.refund(5);
		assertThat(budget.tokens()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void whatCostsNothingIsNeverRefused() {
		RetryBudget budget = new RetryBudget(new RetryBudgetSettings(true, 5, 5, 0, 1));
		budget.withdraw(false);
		assertThat(budget.withdraw(false)).isEqualTo(-1);
		assertThat(budget.withdraw(true)).isZero();
	}

	@Test
	void noTokenIsSpentTwice() throws Exception {
		int threads = 4;
		RetryBudget budget = new RetryBudget(new RetryBudgetSettings(true, 50_000, 1, 1, 1));
		AtomicInteger paid = new AtomicInteger();
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> running = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Thread thread = new Thread(() -> {
				await(start);
				for (int n = 0; n < 20_000; n++) {
					if (budget.withdraw(false) > 0) {
						paid.incrementAndGet();
					}
				}
			});
			thread.start();
			running.add(thread);
		}
		start.countDown();
		for (Thread thread : running) {
			thread.join(30_000);
		}
		assertThat(paid).hasValue(50_000);
		assertThat(budget.tokens()).isZero();
	}

	@Test
	void eachProductHasItsOwn() {
		List<String> told = new ArrayList<>();
		RetryBudgets budgets = new RetryBudgets(
				(product) -> new RetryBudgetSettings(!product.equals("free"), 100, 5, 5, 1),
				(product, budget) -> told.add(product));
		budgets.of("sms").withdraw(false);
		assertThat(budgets.of("sms").tokens()).isEqualTo(95);
		assertThat(budgets.of("cvm").tokens()).isEqualTo(100);
		assertThat(budgets.of("free")).isNull();
		assertThat(told).containsExactly("sms", "cvm");
		assertThat(budgets.all().keySet()).containsExactly("cvm", "sms");
	}

	@Test
	void theirNumberIsBounded() {
		RetryBudgets budgets = new RetryBudgets((product) -> RetryBudgetSettings.DEFAULTS, (product, budget) -> {
		});
		for (int i = 0; i < 5000; i++) {
			budgets.of("product" + i).withdraw(false);
		}
		assertThat(budgets.all()).hasSize(1001).containsKey("other");
		assertThat(budgets.of("product4000")).isSameAs(budgets.of("product4999"));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
