package io.github.tencentcloud.resilience;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedSet}.
 */
class BoundedSetTests {

	private final BoundedSet<String> set = new BoundedSet<>(2);

	@Test
	void firstOnesStay() {
		assertThat(this.set.add("a")).isTrue();
		assertThat(this.set.add("a")).isFalse();
		assertThat(this.set.add("b")).isTrue();
		assertThat(this.set.add("c")).isFalse();
		assertThat(this.set.contains("a")).isTrue();
		assertThat(this.set.contains("c")).isFalse();
		assertThat(this.set.values()).containsExactlyInAnyOrder("a", "b");
	}

	/** However many come at the same moment. */
	@RepeatedTest(20)
	void neverMoreThanThereIsRoomFor() throws Exception {
		int threads = 4;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			CyclicBarrier start = new CyclicBarrier(threads);
			List<Callable<Boolean>> adding = Stream.of("a", "a", "b", "c").<Callable<Boolean>>map((value) -> () -> {
				start.await();
				return this.set.add(value);
			}).toList();
			int added = 0;
			for (Future<Boolean> each : executor.invokeAll(adding)) {
				added += each.get() ? 1 : 0;
			}
			assertThat(this.set.values()).hasSize(added).hasSizeBetween(1, 2);
		}
		finally {
			executor.shutdownNow();
		}
	}

}
