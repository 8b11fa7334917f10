package io.github.tencentcloud.resilience.policy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A map whose keys come from requests, so that it must not grow for ever: once it is
 * full, newcomers share a value. Thread-safe; to look up what is there costs no lock.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class BoundedMap<K, V> {

	private static final int MAX = 1000;

	private final Map<K, V> values = new ConcurrentHashMap<>();

	private final UnaryOperator<K> overflow;

	/**
	 * Create the map.
	 * @param overflow the key of the value that a newcomer shares with others once the
	 * map is full
	 */
	public BoundedMap(UnaryOperator<K> overflow) {
		this.overflow = overflow;
	}

	/**
	 * Look up what is there.
	 * @param key the key
	 * @return the value, or {@code null} if there is none of this key by now
	 */
	public @Nullable V get(K key) {
		return this.values.get(key);
	}

	/**
	 * Find a value, or make one. Of two that are made at the same time, one is dropped:
	 * so who makes it may ask others, and is not called with anything locked.
	 * @param key the key
	 * @param maker makes a value for a key, which may be that of the overflow
	 * @param listener is told of a value that is kept, with its key
	 * @return the value
	 */
	public V get(K key, Function<K, V> maker, BiConsumer<K, V> listener) {
		V known = this.values.get(key);
		if (known != null) {
			return known;
		}
		K bounded = (this.values.size() < MAX) ? key : this.overflow.apply(key);
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
	 * As the other, where nobody is to be told.
	 * @param key the key
	 * @param maker makes a value for a key, which may be that of the overflow
	 * @return the value
	 */
	public V get(K key, Function<K, V> maker) {
		return get(key, maker, (made, value) -> {
		});
	}

	/**
	 * Look at each value that is there.
	 * @param action is given each key with its value
	 */
	public void forEach(BiConsumer<K, V> action) {
		this.values.forEach(action);
	}

}
