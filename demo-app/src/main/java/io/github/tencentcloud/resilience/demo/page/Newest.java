package io.github.tencentcloud.resilience.demo.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Keeps the newest of many things, and forgets the oldest. Safe for several threads.
 *
 * @param <T> what is kept
 */
class Newest<T> {

	private final int capacity;

	private final Deque<T> things;

	Newest(int capacity) {
		this.capacity = capacity;
		this.things = new ArrayDeque<>(capacity);
	}

	synchronized void add(T thing) {
		if (this.things.size() == this.capacity) {
			this.things.removeFirst();
		}
		this.things.addLast(thing);
	}

	synchronized void addAll(Collection<? extends T> things) {
		things.forEach(this::add);
	}

	/**
	 * What is kept, the oldest first.
	 * @return a copy
	 */
	synchronized List<T> list() {
		return List.copyOf(this.things);
	}

	/**
	 * Takes out everything.
	 * @return what was kept, the oldest first
	 */
	synchronized List<T> drain() {
		List<T> drained = new ArrayList<>(this.things);
		this.things.clear();
		return drained;
	}

}
