package io.github.tencentcloud.resilience.policy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers what has been worked out. Keys come from requests, so there is an end to what
 * it remembers; whatever comes after that is worked out each time.
 *
 * @param <K> what something is worked out from
 * @param <V> what is worked out
 */
public final class Memo<K, V> {

	private static final int MAX_ENTRIES = 1000;

	private final Map<K, V> known = new ConcurrentHashMap<>();

	private final Function<K, V> work;

	/**
	 * Create a memo that is empty.
	 * @param work works it out; must always come to the same
	 */
	public Memo(Function<K, V> work) {
		this.work = work;
	}

	/**
	 * Remember, or work it out.
	 * @param key what it is worked out from
	 * @return what comes of it
	 */
	public V get(K key) {
		V value = this.known.get(key);
		if (value != null) {
			return value;
		}
		value = this.work.apply(key);
		if (this.known.size() < MAX_ENTRIES) {
			this.known.put(key, value);
		}
		return value;
	}

}
