package io.github.tencentcloud.resilience;

import java.util.function.Function;

/**
 * Remembers what has been worked out, for as long as there is room for it.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param <K> what something is worked out from
 * @param <V> what is worked out
 */
public final class Memo<K, V> {

	private final BoundedMap<K, V> known;

	private final Function<K, V> work;

	/**
	 * Create a memo that is empty, with room for a thousand.
	 * @param work works it out; must always come to the same
	 */
	public Memo(Function<K, V> work) {
		this(BoundedMap.remembering(), work);
	}

	/**
	 * Create a memo that is empty.
	 * @param max how many it has room for
	 * @param work works it out; must always come to the same
	 */
	public Memo(int max, Function<K, V> work) {
		this(BoundedMap.remembering(max), work);
	}

	private Memo(BoundedMap<K, V> known, Function<K, V> work) {
		this.known = known;
		this.work = work;
	}

	/**
	 * Remember, or work it out.
	 * @param key what it is worked out from
	 * @return what comes of it
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
