package io.github.tencentcloud.resilience;

import java.util.function.Function;

/**
 * Caches what has been computed, for as long as there is room for it.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param <K> the input of the computation
 * @param <V> its result
 */
public final class Memo<K, V> {

	private final BoundedMap<K, V> known;

	private final Function<K, V> work;

	/**
	 * Create an empty memo with room for a thousand results.
	 * @param work computes a result; must always return the same for the same input
	 */
	public Memo(Function<K, V> work) {
		this(BoundedMap.remembering(), work);
	}

	/**
	 * Create an empty memo.
	 * @param max how many results it has room for
	 * @param work computes a result; must always return the same for the same input
	 */
	public Memo(int max, Function<K, V> work) {
		this(BoundedMap.remembering(max), work);
	}

	private Memo(BoundedMap<K, V> known, Function<K, V> work) {
		this.known = known;
		this.work = work;
	}

	/**
	 * Look up a result, or compute it.
	 * @param key the input
	 * @return the result
	 */
	public V get(K key) {
		V value = this.known.get(key);
		return (value != null) ? value : this.known.get(key, this.work);
	}

	@Override
	public String toString() {
		return this.known.toString();
	}

}
