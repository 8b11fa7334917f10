package io.github.tencentcloud.resilience.engine;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

import io.github.tencentcloud.resilience.QuietLoggers;

/**
 * Tests for {@link Call} with ten thousand random schedules, the same in each build. Of
 * one that fails, what is left when all that does not matter is left out is told.
 */
@Tag("integration")
class CallScheduleTests {

	private static final int LONGEST = 400;

	/** So that each choice of a few is as likely as the others. */
	private static final int BOUND = 720_720;

	private final QuietLoggers quiet = new QuietLoggers("io.github.tencentcloud.resilience",
			"reactor.core.publisher.Operators");

	@BeforeProperty
	void quiet() {
		this.quiet.beforeEach(null);
	}

	@AfterProperty
	void loud() {
		this.quiet.afterEach(null);
	}

	@Property(tries = 10_000, seed = "13", edgeCases = EdgeCasesMode.NONE)
	void whateverHappensAndWhenAllIsToldOnceAndNothingIsKept(@ForAll("schedules") int[] numbers) {
		CallSchedule.play(numbers);
	}

	@Provide
	Arbitrary<int[]> schedules() {
		return Arbitraries.integers()
			.between(0, BOUND - 1)
			.withDistribution(RandomDistribution.uniform())
			.array(int[].class)
			.ofMaxSize(LONGEST)
			.withSizeDistribution(RandomDistribution.uniform());
	}

}
