package io.github.tencentcloud.resilience;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The first values that come from outside, and never more of them than there is room for.
 * Thread-safe; looking up an existing value takes no lock.
 *
 * <p>
 * Public only for the other packages of this library.
 *
 * @param <E> the values
 */
public final class BoundedSet<E> {

	private final Set<E> values = ConcurrentHashMap.newKeySet();

	private final Semaphore room;

	/**
	 * Create an empty set.
	 * @param max how many values it has room for
	 */
	public BoundedSet(int max) {
		this.room = new Semaphore(max);
	}

	/**
	 * Whether a value is in the set.
	 * @param value the value
	 * @return {@code false} if it has not been added, or there was no room for it
	 */
	public boolean contains(E value) {
		return this.values.contains(value);
	}

	/**
	 * Add a value, if there is room for it.
	 * @param value the value
	 * @return {@code true} if it is in the set now, and was not before
	 */
	public boolean add(E value) {
		if (this.values.contains(value) || !this.room.tryAcquire()) {
			return false;
		}
		boolean added = this.values.add(value);
		if (!added) {
			this.room.release();
		}
		return added;
	}

	/**
	 * The values that are in the set by now.
	 * @return a view of them
	 */
	public Set<E> values() {
		return Collections.unmodifiableSet(this.values);
	}

}
