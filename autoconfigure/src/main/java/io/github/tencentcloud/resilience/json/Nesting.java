package io.github.tencentcloud.resilience.json;

import java.util.Arrays;

/**
 * Which brackets are open: one bit each, set for an object.
 */
final class Nesting {

	/**
	 * Jackson's default, so that a body that Jackson would refuse is refused here too.
	 */
	private static final int MAX_DEPTH = 500;

	private long[] objects = new long[1];

	private int depth;

	void reset() {
		this.depth = 0;
	}

	int depth() {
		return this.depth;
	}

	boolean isFull() {
		return this.depth == MAX_DEPTH;
	}

	/** How many more brackets may be opened. */
	int room() {
		return MAX_DEPTH - this.depth;
	}

	boolean isInObject() {
		int last = this.depth - 1;
		return (this.objects[last >> 6] >>> last & 1) != 0;
	}

	void open(boolean object) {
		int word = this.depth >> 6;
		if (word == this.objects.length) {
			this.objects = Arrays.copyOf(this.objects, word + 1);
		}
		long bit = 1L << this.depth;
		this.objects[word] = object ? this.objects[word] | bit : this.objects[word] & ~bit;
		this.depth++;
	}

	void close() {
		this.depth--;
	}

}
