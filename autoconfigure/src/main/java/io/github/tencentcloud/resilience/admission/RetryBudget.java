package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tokens that the retries of one product are paid from. Retries that heal give back
 * what they took, and successes fill it; so only retries in vain empty it. Lock-free.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class RetryBudget {

	private final RetryBudgetSettings settings;

	private final AtomicInteger tokens;

	RetryBudget(RetryBudgetSettings settings) {
		this.settings = settings;
		this.tokens = new AtomicInteger(settings.capacity());
	}

	/**
	 * Pay for a retry.
	 * @param throttled whether it is for a throttled attempt
	 * @return what was paid, perhaps nothing, or -1 if there is not enough left
	 */
	public int withdraw(boolean throttled) {
		int cost = throttled ? this.settings.throttledCost() : this.settings.retryCost();
		if (cost == 0) {
			return 0;
		}
		int left = this.tokens.get();
		while (left >= cost) {
			if (this.tokens.compareAndSet(left, left - cost)) {
				return cost;
			}
			left = this.tokens.get();
		}
		return -1;
	}

	/**
	 * An attempt has found the service well.
	 * @param paid what was paid for this attempt, 0 if it was the first
	 */
	public void refund(int paid) {
		add(Math.max(paid, this.settings.successRefund()));
	}

	/**
	 * A retry that was paid for is not made.
	 * @param paid what was paid for it
	 */
	public void giveBack(int paid) {
		add(paid);
	}

	private void add(int refund) {
		int left = this.tokens.get();
		// A full budget is the rule: then nothing is written.
		while (refund > 0 && left < this.settings.capacity()) {
			if (this.tokens.compareAndSet(left, Math.min(left + refund, this.settings.capacity()))) {
				return;
			}
			left = this.tokens.get();
		}
	}

	/**
	 * How much is left.
	 * @return the number of tokens
	 */
	public int tokens() {
		return this.tokens.get();
	}

	/**
	 * How much there can be.
	 * @return the number of tokens
	 */
	public int capacity() {
		return this.settings.capacity();
	}

}
