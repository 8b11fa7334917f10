package io.github.tencentcloud.resilience.engine;

import io.github.tencentcloud.resilience.QuietLoggers;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests for {@link Call} with ten thousand random schedules, the same in each build. Of
 * one that fails, what is left when all that does not matter is left out is told.
 */
class CallScheduleTests {

	private static final long SEED = 13;

	private static final int SCHEDULES = 10_000;

	private static final int LONGEST = 400;

	/** So that each choice of a few is as likely as the others. */
	private static final int BOUND = 720_720;

	@RegisterExtension
	final QuietLoggers quiet = new QuietLoggers("io.github.tencentcloud.resilience",
			"reactor.core.publisher.Operators");

	@Test
	void whateverHappensAndWhenAllIsToldOnceAndNothingIsKept() {
		Random random = new Random(SEED);
		for (int i = 0; i < SCHEDULES; i++) {
			int[] numbers = random.ints(random.nextInt(LONGEST), 0, BOUND).toArray();
			AssertionError error = play(numbers);
			if (error != null) {
				int[] shrunk = shrunk(numbers);
				throw new AssertionError(
						"schedule " + i + " of seed " + SEED + ", shrunk to " + Arrays.toString(shrunk), play(shrunk));
			}
		}
	}

	private static AssertionError play(int[] numbers) {
		try {
			CallSchedule.play(numbers);
			return null;
		}
		catch (AssertionError ex) {
			return ex;
		}
	}

	private static int[] shrunk(int[] numbers) {
		int[] shrunk = numbers;
		int[] next = numbers;
		do {
			shrunk = next;
			next = smaller(shrunk);
		}
		while (!Arrays.equals(next, shrunk));
		return shrunk;
	}

	private static int[] smaller(int[] numbers) {
		int[] shrunk = numbers;
		for (int length = numbers.length / 2; length > 0; length /= 2) {
			for (int start = shrunk.length - length; start >= 0; start--) {
				shrunk = ifItFails(without(shrunk, start, length), shrunk);
				start = Math.min(start, shrunk.length - length);
			}
		}
		for (int i = 0; i < shrunk.length; i++) {
			int[] plainer = shrunk.clone();
			plainer[i] = 0;
			shrunk = ifItFails(plainer, shrunk);
		}
		return shrunk;
	}

	private static int[] without(int[] numbers, int start, int length) {
		return IntStream.range(0, numbers.length)
			.filter((i) -> i < start || i >= start + length)
			.map((i) -> numbers[i])
			.toArray();
	}

	private static int[] ifItFails(int[] smaller, int[] numbers) {
		return (play(smaller) != null) ? smaller : numbers;
	}

}
