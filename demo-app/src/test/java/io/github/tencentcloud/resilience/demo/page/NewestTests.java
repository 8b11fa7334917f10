package io.github.tencentcloud.resilience.demo.page;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Newest}.
 */
class NewestTests {

	private final Newest<Integer> newest = new Newest<>(3);

	@Test
	void forgetsTheOldest() {
		this.newest.addAll(List.of(1, 2, 3, 4, 5));
		assertThat(this.newest.list()).containsExactly(3, 4, 5);
	}

	@Test
	void isEmptyOnceDrained() {
		this.newest.add(1);
		assertThat(this.newest.drain()).containsExactly(1);
		assertThat(this.newest.list()).isEmpty();
	}

}
