package io.github.tencentcloud.resilience.admission;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tokens that pay for the retries of one product. Successful retries give back what
 * they took, and successes refill it, so only futile retries empty it. Lock-free.
 *
 * <p>
 * Public only for the other packages of this library.
 */
public final class RetryBudget {

	private volatile RetryBudgetSettings settings;

	private final AtomicInteger tokens;

	RetryBudget(RetryBudgetSettings settings) {
		this.settings = settings;
		this.tokens = new AtomicInteger(settings.capacity());
	}

	/** Other settings hold from now on; what is left is kept as far as it fits. */
	void retune(RetryBudgetSettings settings) {
		this.settings = settings;
		this.tokens.getAndUpdate((left) -> Math.min(left, settings.capacity()));
	}

	boolean isEnabled() {
		return this.settings.enabled();
	}

	/**
	 * Pay for a retry.
	 * @param throttled whether it is for a throttled attempt
	 * @return the price, possibly 0, or -1 if there is not enough left
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
	 * An attempt has found the service healthy.
	 * @param paid the price of this attempt, 0 if it was the first
	 */
	public void refund(int paid) {
		add(Math.max(paid, this.settings.successRefund()));
	}

	/**
	 * A retry that was paid for is not made after all.
	 * @param paid its price
	 */
	public void giveBack(int paid) {
		add(paid);
	}

	private void add(int refund) {
		int capacity = this.settings.capacity();
		int left = this.tokens.get();
		// Usually the budget is full: then nothing is written.
		while (refund > 0 && left < capacity) {
			if (this.tokens.compareAndSet(left, left + Math.min(refund, capacity - left))) {
				return;
			}
			left = this.tokens.get();
		}
	}

	/**
	 * How many tokens are left.
	 * @return the number of tokens
	 */
	public int tokens() {
		return this.tokens.get();
	}

	/**
	 * How many tokens there can be.
	 * @return the number of tokens
	 */
	public int capacity() {
		return this.settings.capacity();
	}

}
