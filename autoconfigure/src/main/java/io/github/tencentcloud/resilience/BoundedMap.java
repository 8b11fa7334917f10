package io.github.tencentcloud.resilience;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A map whose keys come from outside, so it must not grow for ever. There are two kinds.
 * Values with state are kept: once such a map is full, newcomers share a value. Values
 * that can be computed again are only remembered: such a map is emptied when it is full,
 * and starts again. Thread-safe; looking up an existing value takes no lock.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class BoundedMap<K, V> {

	private static final int MAX = 1000;

	private final Map<K, V> values = new ConcurrentHashMap<>();

	private final int max;

	private final @Nullable UnaryOperator<K> overflow;

	private BoundedMap(int max, @Nullable UnaryOperator<K> overflow) {
		this.max = max;
		this.overflow = overflow;
	}

	/**
	 * Create a map that keeps its first thousand values.
	 * @param <K> the key
	 * @param <V> the value
	 * @param overflow the key of the value that a newcomer shares with others once the
	 * map is full; for a newcomer that must not share, its own key
	 * @return the map
	 */
	public static <K, V> BoundedMap<K, V> keeping(UnaryOperator<K> overflow) {
		return new BoundedMap<>(MAX, overflow);
	}

	/**
	 * Create a map that only remembers.
	 * @param <K> the key
	 * @param <V> the value
	 * @return the map, which has room for a thousand values
	 */
	public static <K, V> BoundedMap<K, V> remembering() {
		return remembering(MAX);
	}

	/**
	 * Create a map that only remembers.
	 * @param <K> the key
	 * @param <V> the value
	 * @param max how many values it has room for
	 * @return the map
	 */
	public static <K, V> BoundedMap<K, V> remembering(int max) {
		return new BoundedMap<>(max, null);
	}

	/**
	 * Look up an existing value.
	 * @param key the key
	 * @return the value, or {@code null} if there is none for this key yet
	 */
	public @Nullable V get(K key) {
		return this.values.get(key);
	}

	/**
	 * Find a value, or create one. If two are created at the same time, one is dropped,
	 * so the maker may call other code: it is never called with a lock held.
	 * @param key the key
	 * @param maker creates a value for a key, which may be that of the overflow
	 * @param listener is told of a value that is kept, with its key
	 * @return the value
	 */
	public V get(K key, Function<K, V> maker, BiConsumer<K, V> listener) {
		V known = this.values.get(key);
		if (known != null) {
			return known;
		}
		K bounded = withRoom(key);
		V shared = this.values.get(bounded);
		if (shared != null) {
			return shared;
		}
		V made = maker.apply(bounded);
		V existing = this.values.putIfAbsent(bounded, made);
		if (existing != null) {
			return existing;
		}
		listener.accept(bounded, made);
		return made;
	}

	/**
	 * Like the other method, without a listener.
	 * @param key the key
	 * @param maker creates a value for a key, which may be that of the overflow
	 * @return the value
	 */
	public V get(K key, Function<K, V> maker) {
		return get(key, maker, (made, value) -> {
		});
	}

	/**
	 * Replace a value, or add one.
	 * @param key the key
	 * @param value the new value, of this key or of the overflow's
	 */
	public void put(K key, V value) {
		this.values.put(this.values.containsKey(key) ? key : withRoom(key), value);
	}

	/**
	 * Remove a value, so that the next one who asks for it creates another.
	 * @param key the key
	 * @param value the value; another one stays
	 */
	public void remove(K key, V value) {
		this.values.remove(key, value);
	}

	private K withRoom(K key) {
		if (this.values.size() < this.max) {
			return key;
		}
		if (this.overflow != null) {
			return this.overflow.apply(key);
		}
		this.values.clear();
		return key;
	}

	/**
	 * Visit each existing value.
	 * @param action is given each key with its value
	 */
	public void forEach(BiConsumer<K, V> action) {
		this.values.forEach(action);
	}

	@Override
	public String toString() {
		return this.values.toString();
	}

}
