package io.github.tencentcloud.resilience;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedMap}, and for {@link Memo}, which is made of one.
 */
class BoundedMapTests {

	private final BoundedMap<String, String> map = BoundedMap.keeping((key) -> "other");

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

	@Test
	void whoMustHaveHisOwnGetsItHoweverFullItIs() {
		BoundedMap<String, String> map = BoundedMap.keeping((key) -> key.startsWith("own") ? key : "other");
		for (int i = 0; i < 1500; i++) {
			map.get("key" + i, (key) -> key);
		}
		assertThat(map.get("own1", (key) -> key)).isEqualTo("own1");
		assertThat(map.get("own1")).isEqualTo("own1");
		assertThat(map.get("key1499", (key) -> key)).isEqualTo("other");
	}

	/** Those who come last are those who are there now. */
	@Test
	void whatIsOnlyRememberedIsForgottenOnceItIsFull() {
		BoundedMap<String, String> map = BoundedMap.remembering(10);
		for (int i = 0; i < 25; i++) {
			String value = "value" + i;
			assertThat(map.get("key" + i, (key) -> value)).isSameAs(value);
			assertThat(map.get("key" + i)).isSameAs(value);
			assertThat(keys(map)).hasSizeLessThanOrEqualTo(10);
		}
		assertThat(keys(map)).containsExactlyInAnyOrder("key20", "key21", "key22", "key23", "key24");
	}

	@Test
	void whatIsPutTakesThePlaceOfWhatWasThere() {
		BoundedMap<String, String> map = BoundedMap.remembering(2);
		map.put("a", "1");
		map.put("b", "2");
		map.put("a", "3");
		assertThat(map).hasToString("{a=3, b=2}");
		map.put("c", "4");
		assertThat(map).hasToString("{c=4}");
	}

	@Test
	void memoWorksOutWhatItDoesNotKnow() {
		List<String> worked = new ArrayList<>();
		Memo<String, String> memo = new Memo<>(2, (key) -> {
			worked.add(key);
			return "value of " + key;
		});
		for (String key : List.of("a", "a", "b", "a", "c", "a", "c")) {
			assertThat(memo.get(key)).isEqualTo("value of " + key);
		}
		assertThat(worked).containsExactly("a", "b", "c", "a");
	}

	private static List<String> keys(BoundedMap<String, String> map) {
		List<String> keys = new ArrayList<>();
		map.forEach((key, value) -> keys.add(key));
		return keys;
	}

	private String get(String key) {
		return this.map.get(key, (bounded) -> "value of " + bounded, (bounded, value) -> this.told.add(bounded));
	}

}
