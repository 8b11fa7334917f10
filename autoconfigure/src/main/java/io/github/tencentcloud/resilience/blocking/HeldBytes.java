package io.github.tencentcloud.resilience.blocking;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * The beginning of a body, which waits for its reader. For one thread.
 */
final class HeldBytes {

	private static final int SMALL = 2 * 1024;

	private static final int LARGE = 64 * 1024;

	private final Deque<ByteBuffer> chunks = new ArrayDeque<>(2);

	/** Is being filled: its position is where the next byte goes. */
	private @Nullable ByteBuffer filling;

	/** The last chunk, a view of the one that is being filled. */
	private @Nullable ByteBuffer last;

	private int next;

	private boolean emptied;

	/**
	 * Create it.
	 * @param length how long the body is said to be, or -1
	 */
	HeldBytes(long length) {
		// The end of a body shows only to who asks for one byte more.
		this.next = (length >= 0 && length < LARGE) ? (int) length + 1 : SMALL;
	}

	/** Where the next bytes go: from its position to its limit. */
	ByteBuffer room() {
		ByteBuffer filling = this.filling;
		if (filling == null || !filling.hasRemaining()) {
			filling = ByteBuffer.allocate(this.next);
			this.next = Math.min(Math.max(this.next * 2, SMALL), LARGE);
			this.filling = filling;
			this.last = null;
		}
		return filling;
	}

	/** So many bytes have been put into the room. */
	void add(int count) {
		ByteBuffer filling = room();
		filling.position(filling.position() + count);
		if (this.last == null) {
			this.last = ByteBuffer.wrap(filling.array(), 0, 0);
			this.chunks.add(this.last);
		}
		this.last.limit(filling.position());
	}

	/** Nobody reads what is left. */
	void clear() {
		this.chunks.clear();
		this.filling = null;
		this.last = null;
	}

	/** Nobody needs them. */
	void empty() {
		this.emptied = true;
		this.chunks.clear();
		if (this.filling != null) {
			this.filling.clear();
		}
		this.last = null;
	}

	/** Whether bytes are gone, so that there is no body to hand on. */
	boolean isEmptied() {
		return this.emptied;
	}

	/** Keep what is between two positions; one that is not known lies beyond. */
	void narrow(long start, long end) {
		long offset = 0;
		for (Iterator<ByteBuffer> chunks = this.chunks.iterator(); chunks.hasNext();) {
			ByteBuffer chunk = chunks.next();
			int size = chunk.remaining();
			int from = within(start, offset, size);
			int to = within(end, offset, size);
			if (from >= to) {
				chunks.remove();
			}
			else {
				chunk.limit(to).position(from);
			}
			offset += size;
		}
		this.last = null;
		this.filling = null;
	}

	/**
	 * Where a position of the body is in a piece of it; one that is not known lies
	 * beyond.
	 */
	static int within(long position, long offset, int size) {
		return (position < 0) ? size : (int) Math.max(0, Math.min(position - offset, size));
	}

	/** Take bytes, as many as there are; 0 if there are none. */
	int read(byte[] bytes, int from, int count) {
		int taken = 0;
		while (taken < count && !this.chunks.isEmpty()) {
			ByteBuffer chunk = this.chunks.getFirst();
			int part = Math.min(count - taken, chunk.remaining());
			chunk.get(bytes, from + taken, part);
			taken += part;
			if (!chunk.hasRemaining()) {
				this.chunks.removeFirst();
			}
		}
		if (this.chunks.isEmpty()) {
			clear();
		}
		return taken;
	}

	int available() {
		int available = 0;
		for (ByteBuffer chunk : this.chunks) {
			available += chunk.remaining();
		}
		return available;
	}

}
