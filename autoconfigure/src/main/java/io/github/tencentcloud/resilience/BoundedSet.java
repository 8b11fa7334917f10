package io.github.tencentcloud.resilience;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The first values that come from outside, and never more of them than there is room for.
 * Thread-safe; to look up what is there costs no lock.
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
	 * Create a set that is empty.
	 * @param max how many values it has room for
	 */
	public BoundedSet(int max) {
		this.room = new Semaphore(max);
	}

	/**
	 * Whether a value is there.
	 * @param value the value
	 * @return {@code false} if it has not come, or too late
	 */
	public boolean contains(E value) {
		return this.values.contains(value);
	}

	/**
	 * Add a value, if there is room for it.
	 * @param value the value
	 * @return {@code true} if it is there now, and was not before
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
	 * The values that are there by now.
	 * @return a view of them
	 */
	public Set<E> values() {
		return Collections.unmodifiableSet(this.values);
	}

}
