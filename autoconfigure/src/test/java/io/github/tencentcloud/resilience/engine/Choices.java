package io.github.tencentcloud.resilience.engine;

import java.util.Arrays;

/**
 * Numbers that decide one after another how a schedule goes on. When they are used up, it
 * is always the first choice, which is the plainest; so a schedule gets simpler as
 * numbers are left out or made smaller. Thread-safe, for those who race.
 */
final class Choices {

	private final int[] numbers;

	private int next;

	Choices(int... numbers) {
		this.numbers = numbers;
	}

	/** A number from zero on. */
	synchronized int below(int bound) {
		return (this.next < this.numbers.length) ? this.numbers[this.next++] % bound : 0;
	}

	/** Whether something happens that happens once in so many times. */
	boolean oneIn(int times) {
		return below(times) == times - 1;
	}

	@SafeVarargs
	final <T> T of(T... choices) {
		return choices[below(choices.length)];
	}

	synchronized boolean areUsedUp() {
		return this.next >= this.numbers.length;
	}

	@Override
	public String toString() {
		return Arrays.toString(this.numbers);
	}

}
