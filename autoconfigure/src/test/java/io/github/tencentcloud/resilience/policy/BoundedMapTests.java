package io.github.tencentcloud.resilience.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedMap}.
 */
class BoundedMapTests {

	private final BoundedMap<String, String> map = new BoundedMap<>((key) -> "other");

	private final List<String> told = new ArrayList<>();

	@Test
	void newcomersShareAValueOnceItIsFull() {
		Set<String> values = new HashSet<>();
		for (int i = 0; i < 5000; i++) {
			values.add(get("key" + i));
		}
		assertThat(values).hasSize(1001).contains("value of other");
		assertThat(get("key7")).isEqualTo("value of key7");
		assertThat(get("key4999")).isEqualTo("value of other");
		assertThat(this.told).hasSize(1001).doesNotHaveDuplicates();
	}

	@Test
	void whoMakesAValueMayAskForOthersAndForTheSame() {
		assertThat(this.map.get("a", (key) -> {
			assertThat(get("b")).isEqualTo("value of b");
			assertThat(get("a")).isEqualTo("value of a");
			return "another";
		})).isEqualTo("value of a");
		assertThat(this.told).containsExactly("b", "a");
	}

	private String get(String key) {
		return this.map.get(key, (bounded) -> "value of " + bounded, (bounded, value) -> this.told.add(bounded));
	}

}
